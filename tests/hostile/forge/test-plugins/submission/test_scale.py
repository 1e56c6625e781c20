def test_scale():
    pass
