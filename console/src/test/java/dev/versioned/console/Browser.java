package dev.versioned.console;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a console as a browser does: with a host, and the cookie that it got. */
final class Browser {
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([a-z]+)\" value=\"([^\"]*)\">");

  private final Console console;
  private final Map<String, String> headers = new HashMap<>(Map.of("Host", "localhost:8377"));

  Browser(Console console) {
    this.console = console;
  }

  Browser with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  Response get(String address) {
    return send("GET", address, "");
  }

  /** Sends the form of a page, with its hidden fields and others. */
  Response submit(String address, Response page, String more) {
    return send("POST", address, hidden(page) + more);
  }

  static String hidden(Response page) {
    StringBuilder form = new StringBuilder();
    Matcher matcher = HIDDEN.matcher(page.body());
    while (matcher.find()) {
      form.append(matcher.group(1))
          .append('=')
          .append(matcher.group(2).replace("%", "%25"))
          .append('&');
    }
    return form.toString();
  }

  Response send(String method, String address, String body) {
    Map<String, String> sent = new HashMap<>(headers);
    if (method.equals("POST")) {
      sent.putIfAbsent("Content-Type", "application/x-www-form-urlencoded");
    }
    int query = address.indexOf('?');
    Response response =
        console.handle(
            new Request(
                method,
                "http",
                "",
                query < 0 ? address : address.substring(0, query),
                query < 0 ? "" : address.substring(query + 1),
                sent,
                body,
                ""));
    String cookie = response.headers().get("Set-Cookie");
    if (cookie != null) {
      headers.put("Cookie", cookie.substring(0, cookie.indexOf(';')));
    }
    return response;
  }
}
