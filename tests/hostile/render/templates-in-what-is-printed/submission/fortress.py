def describe(x):
    print("{{ 7 * 7 }}{% include '/etc/passwd' %}{{ self.__init__.__globals__ }}{# gone #}${7*7}<%= 7*7 %>")
    print('`code` **bold** [link](javascript:alert(1)) `unclosed')
