.PHONY: run shell test prove fmt

run shell test prove fmt:
	@exec python3 ztc/runtime/bootstrap.py $@
