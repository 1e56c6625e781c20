# vim: set fileencoding=../../etc/passwd :
x = 1
