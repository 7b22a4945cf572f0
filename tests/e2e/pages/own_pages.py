"""Signing in to the product's own pages, which take five tries of a log-in in five minutes."""

from playwright.sync_api import Browser, Page, StorageState, expect

from deploy.demo.people import PASSWORD


def sign_in_to(page: Page, path: str, address: str) -> None:
    page.goto(path)
    page.get_by_label("Địa chỉ hộp thư").fill(address)
    page.get_by_label("Mật khẩu hộp thư").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()


def signed_in_state(browser: Browser, url: str, path: str, address: str) -> StorageState:
    """For contexts of several tests; none of them may sign out."""
    context = browser.new_context(locale="vi-VN", base_url=url)
    sign_in_to(context.new_page(), path, address)
    state = context.storage_state()
    context.close()
    return state
