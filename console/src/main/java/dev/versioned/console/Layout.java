package dev.versioned.console;

import java.util.List;

/** The frame of every page: head, navigation, main part. */
final class Layout {
  private Layout() {}

  /** A step of the way from the first page to this one. */
  record Crumb(String name, Link link) {}

  /** Returns a page. */
  static Html page(View view, String title, List<Crumb> way, Object... content) {
    return Html.of("html", head(view, title), body(view, title, way, content)).attr("lang", "en");
  }

  private static Html head(View view, String title) {
    return Html.of(
        "head",
        Html.of("meta").attr("charset", "utf-8"),
        Html.of("meta")
            .attr("name", "viewport")
            .attr("content", "width=device-width, initial-scale=1"),
        Html.of("meta").attr("name", "color-scheme").attr("content", "light dark"),
        Html.of("title", title + " · versioned"),
        Html.of("link").attr("rel", "icon").link("href", view.link("console.svg")),
        Html.of("link").attr("rel", "stylesheet").link("href", view.link("console.css")),
        Html.of("script").attr("defer", "defer").link("src", view.link("console.js")));
  }

  private static Html body(View view, String title, List<Crumb> way, Object... content) {
    return Html.of(
        "body",
        Html.of("a", "Skip to content").css("skip").link("href", Link.toPart("main")),
        header(view),
        Html.of("main", crumbs(view, title, way), Html.of("h1", title))
            .attr("id", "main")
            .attr("tabindex", "-1")
            .add(content),
        Html.of(
            "footer",
            Html.of(
                "p",
                "Read at ",
                Shown.exactTime(view.now()),
                ". Times are in UTC. ",
                // The script shows it: without one there is nothing to switch.
                Html.of("button", "Refresh every 10 s")
                    .attr("type", "button")
                    .attr("id", "refresh")
                    .attr("aria-pressed", "false")
                    .attr("hidden", "hidden"))));
  }

  private static Html header(View view) {
    return Html.of(
        "header",
        Html.of("a", "versioned").css("brand").link("href", view.link()),
        Html.of(
                "nav",
                Html.of("a", "Repository").link("href", view.link()),
                Html.of("a", "Health").link("href", view.link("health")))
            .attr("aria-label", "Main"),
        Html.of("span", view.movable() ? "Moves allowed" : "Read-only")
            .css(view.movable() ? "mode open" : "mode"));
  }

  private static Html crumbs(View view, String title, List<Crumb> way) {
    if (title.equals(view.title())) {
      return Html.text("");
    }
    Html list = Html.of("ol");
    list.add(Html.of("li", Html.of("a", view.title()).link("href", view.link())));
    way.forEach(
        crumb -> list.add(Html.of("li", Html.of("a", crumb.name()).link("href", crumb.link()))));
    list.add(Html.of("li", Html.of("span", title).attr("aria-current", "page")));
    return Html.of("nav", list).css("crumbs").attr("aria-label", "Breadcrumb");
  }

  /** Returns a part of a page with a heading. */
  static Html section(String id, String heading, Object... content) {
    return Html.of("section", Html.of("h2", heading).attr("id", id))
        .attr("aria-labelledby", id)
        .add(content);
  }

  /** Returns a note to the reader. */
  static Html note(String css, Object... content) {
    return Html.of("p", content).css("note " + css);
  }

  /** Returns a link that looks like a link. */
  static Html anchor(Object text, Link link) {
    return Html.of("a", text).link("href", link);
  }
}
