"""What a password may not be: Django's rules, in words that say what to do instead."""

from django.contrib.auth import password_validation as rules


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
