"""Addresses of supervision: 督办单, 效能评分, 超时预警."""

from django.urls import path, re_path

from portal.supervise import efficiency_page, orders_page, outlook_page

urlpatterns = [
    path("outlook/", outlook_page.outlook, name="outlook"),
    path("efficiency/", efficiency_page.efficiency, name="efficiency"),
    path("orders/", orders_page.orders, name="orders"),
    re_path(r"^orders/new/(?P<number>[0-9A-Za-z-]{1,40})/$", orders_page.new, name="order-new"),
    path("orders/<int:order_id>/", orders_page.order, name="order"),
    path("orders/<int:order_id>/answer/", orders_page.answer, name="order-answer"),
    path("orders/<int:order_id>/close/", orders_page.close, name="order-close"),
]
