package dev.versioned.console;

import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Routing;
import dev.versioned.model.Target;
import dev.versioned.model.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The history of an alias, drawn as the shares of its versions over time. */
final class SharesChart {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 200;

  /** A routing from one time to another. */
  private record Span(Instant from, Instant to, Routing routing) {}

  private SharesChart() {}

  /**
   * Returns the chart.
   *
   * @param newestFirst rows of the ledger
   * @param now the end of the last routing
   */
  static Html of(List<LedgerEntry> newestFirst, Instant now) {
    List<Span> spans = spans(newestFirst, now);
    if (spans.isEmpty()) {
      return Html.text("");
    }
    Instant start = spans.get(0).from();
    double whole = Math.max(1, Duration.between(start, now).toMillis());
    Html svg =
        Html.of("svg")
            .css("shares")
            .attr("viewBox", "0 0 " + WIDTH + " " + HEIGHT)
            .attr("preserveAspectRatio", "none")
            .attr("role", "img")
            .attr("aria-label", description(spans, now));
    Set<Target> seen = new LinkedHashSet<>();
    for (Span span : spans) {
      double x = WIDTH * Duration.between(start, span.from()).toMillis() / whole;
      double width = WIDTH * Duration.between(span.from(), span.to()).toMillis() / whole;
      double y = HEIGHT;
      for (Map.Entry<Target, Weight> share : Shown.shares(span.routing()).entrySet()) {
        double height = (double) HEIGHT * share.getValue().basisPoints() / Weight.FULL;
        y -= height;
        if (height > 0) {
          seen.add(share.getKey());
          svg.add(rectangle(share.getKey(), x, y, width, height));
        }
      }
    }
    return Html.of(
            "figure",
            svg,
            Html.of("div", Html.of("span", Shown.exactTime(start)), Html.of("span", "now"))
                .css("axis"),
            Html.of("figcaption", legend(seen)))
        .css("chart");
  }

  private static Html rectangle(Target target, double x, double y, double width, double height) {
    return Html.of("rect")
        .css(SplitBar.colour(target))
        .attr("x", rounded(x))
        .attr("y", rounded(y))
        // A routing that served shortly is seen, too.
        .attr("width", rounded(Math.max(width, 1)))
        .attr("height", rounded(height));
  }

  private static List<Span> spans(List<LedgerEntry> newestFirst, Instant now) {
    List<Span> spans = new ArrayList<>();
    Instant end = now;
    for (LedgerEntry entry : newestFirst) {
      Optional<Routing> after = entry.after();
      if (after.isPresent()) {
        spans.add(
            0, new Span(entry.at(), end.isBefore(entry.at()) ? entry.at() : end, after.get()));
      }
      end = entry.at();
    }
    return spans;
  }

  private static String description(List<Span> spans, Instant now) {
    return "Shares of the versions since "
        + Shown.age(spans.get(0).from(), now)
        + ", "
        + spans.size()
        + " revisions; now "
        + Shown.routing(spans.get(spans.size() - 1).routing())
        + ". The table of changes has the same.";
  }

  private static Html legend(Set<Target> seen) {
    Html list = Html.of("ul").css("legend");
    Map<String, Html> byColour = new LinkedHashMap<>();
    // Versions of the same colour stand together: more than six are never told apart by colour
    // alone.
    for (Target target : seen) {
      byColour
          .computeIfAbsent(
              SplitBar.colour(target), colour -> Html.of("li", SplitBar.swatch(target)))
          .add(Html.of("span", Shown.target(target)));
    }
    byColour.values().forEach(list::add);
    return list;
  }

  private static String rounded(double number) {
    return String.valueOf(Math.round(number * 100) / 100.0);
  }
}
