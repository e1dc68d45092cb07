package dev.versioned.console;

import java.util.List;

/** The page of a request that was refused or failed. */
final class ErrorPage {
  private ErrorPage() {}

  static Response of(View view, int status, String title, String message) {
    return Response.html(
        status,
        Layout.page(view, title, List.of(), Layout.note("bad", message).attr("role", "alert")));
  }
}
