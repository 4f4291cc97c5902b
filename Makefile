.PHONY: run test prove fmt

run test prove fmt:
	@exec python3 ztc/runtime/bootstrap.py $@
