package dev.versioned.console;

import java.util.List;
import java.util.Locale;

/** The checks, each run only when it is asked for. */
final class HealthPage {
  private static final int MOST = 500;

  private HealthPage() {}

  static Html of(View view) {
    Html all = Html.of("div").css("cards");
    for (Check check : view.checks()) {
      Link action = view.link("health", check.name());
      all.add(
          Layout.section(
              check.name(),
              check.title(),
              Html.of("p", check.description()),
              Html.of(
                      "form",
                      view.proof(action),
                      Html.of("button", "Run " + check.name()).attr("type", "submit"))
                  .attr("method", "post")
                  .link("action", action)));
    }
    return Layout.page(
        view,
        "Health",
        List.of(),
        Html.of("p", "Each check reads much of the repository, so none runs by itself."),
        all);
  }

  static Html result(View view, Check check) {
    List<CheckResult> results = check.run().get();
    Table table = new Table(check.title(), "Verdict", "Subject", "Found", "Remedy");
    results.stream()
        .limit(MOST)
        .forEach(
            result ->
                table.row(
                    Html.of("span", result.verdict())
                        .css(
                            "verdict "
                                + result
                                    .verdict()
                                    .toLowerCase(Locale.ROOT)
                                    .replaceAll("[^a-z]", "")),
                    result.subject(),
                    Shown.orDash(result.found()),
                    Shown.orDash(result.remedy())));
    Html page = Html.of("div");
    if (results.isEmpty()) {
      page.add(Layout.note("good", "Nothing was found."));
    } else {
      page.add(
          Html.of(
              "p",
              results.size() > MOST
                  ? "The first " + MOST + " of " + results.size() + " findings:"
                  : results.size() + (results.size() == 1 ? " finding:" : " findings:")),
          table.html());
    }
    return Layout.page(
        view, check.title(), List.of(new Layout.Crumb("Health", view.link("health"))), page);
  }
}
