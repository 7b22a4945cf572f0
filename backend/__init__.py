"""Thư Công Vụ: official e-mail for Vietnamese state agencies."""
