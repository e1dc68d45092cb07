package dev.versioned.console;

import dev.versioned.model.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers by which a gate let a rollout continue, as the ledger has them: of each step the
 * interval in which the difference of the failure rates lies, and the difference that is accepted.
 */
final class GateChart {
  private static final String NUMBER = "(-?[0-9]+(?:\\.[0-9]+)?)";
  private static final Pattern NUMBERS =
      Pattern.compile("difference " + NUMBER + " % to " + NUMBER + " %, accepted " + NUMBER + " %");
  private static final int WIDTH = 1000;
  private static final int ROW = 40;

  /** The numbers of one step, in percent. */
  private record Numbers(String step, double least, double most, double accepted) {}

  private GateChart() {}

  /** Returns the chart; empty text if no row has such numbers. */
  static Html of(List<LedgerEntry> newestFirst) {
    List<Numbers> all = new ArrayList<>();
    for (LedgerEntry entry : newestFirst) {
      Matcher matcher = NUMBERS.matcher(entry.reason());
      if (matcher.find()) {
        all.add(
            0,
            new Numbers(
                "Revision " + entry.revision(),
                Double.parseDouble(matcher.group(1)),
                Double.parseDouble(matcher.group(2)),
                Double.parseDouble(matcher.group(3))));
      }
    }
    return all.isEmpty() ? Html.text("") : figure(all);
  }

  private static Html figure(List<Numbers> all) {
    double low = Math.min(0, all.stream().mapToDouble(Numbers::least).min().orElse(0));
    double high = all.stream().mapToDouble(n -> Math.max(n.most(), n.accepted())).max().orElse(1);
    double scale = WIDTH / Math.max(0.01, (high - low) * 1.05);
    Html svg =
        Html.of("svg")
            .css("gate")
            .attr("viewBox", "0 0 " + WIDTH + " " + ROW * all.size())
            .attr("role", "img")
            .attr("aria-label", "How far the new version's failure rate may be from the old one's");
    Html list = Html.of("ol").css("numbers");
    svg.add(line("zero", -low * scale, 0, ROW * all.size()));
    for (int i = 0; i < all.size(); i++) {
      Numbers numbers = all.get(i);
      svg.add(
          Html.of("rect")
              .css("interval")
              .attr("x", rounded((numbers.least() - low) * scale))
              .attr("y", i * ROW + 10)
              .attr("width", rounded(Math.max(2, (numbers.most() - numbers.least()) * scale)))
              .attr("height", ROW - 20)
              .attr("rx", 4),
          line("accepted", (numbers.accepted() - low) * scale, i * ROW, ROW));
      list.add(
          Html.of(
              "li",
              numbers.step()
                  + ": difference "
                  + numbers.least()
                  + " % to "
                  + numbers.most()
                  + " %, accepted "
                  + numbers.accepted()
                  + " %"));
    }
    return Html.of(
            "figure",
            svg,
            Html.of(
                "figcaption",
                Html.of(
                    "p",
                    "Bars: where the difference of the failure rates lies. Thick line: what is"
                        + " accepted. Thin line: no difference."),
                list))
        .css("chart");
  }

  private static Html line(String css, double x, int y, int height) {
    return Html.of("line")
        .css(css)
        .attr("x1", rounded(x))
        .attr("x2", rounded(x))
        .attr("y1", y)
        .attr("y2", y + height);
  }

  private static String rounded(double number) {
    return String.valueOf(Math.round(number * 100) / 100.0);
  }
}
