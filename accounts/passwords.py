"""How passwords are kept, and what one may not be, in words that say what to do instead."""

from django.contrib.auth import password_validation as rules
from django.contrib.auth.hashers import Argon2PasswordHasher


class LeanArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with 46 MiB, one pass and one lane, the first choice of OWASP's Password Storage
    Cheat Sheet. Django's (100 MiB, two passes, eight lanes) costs four times the processor: two
    cores would let in seven people a second, and sixteen at once would take 1.6 GiB."""

    time_cost = 1
    memory_cost = 46 * 1024
    parallelism = 1


class UnlikeOwnDataValidator(rules.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return "密码和你的%(verbose_name)s太像，容易被猜到。请换一个"


class LengthValidator(rules.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"密码太短，至少要 {self.min_length} 位。可以用一句话"


class UncommonValidator(rules.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "这个密码很多人在用，容易被猜到。请换一个"


class NotOnlyDigitsValidator(rules.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return "密码不能全是数字。请加上字母、汉字或符号"
