def scale(x, factor):
    raise ValueError("{{ 7 * 7 }}{% include '/etc/passwd' %}{{ self.__init__.__globals__ }}{# gone #}${7*7}<%= 7*7 %>")
