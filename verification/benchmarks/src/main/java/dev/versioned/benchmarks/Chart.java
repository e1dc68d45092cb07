package dev.versioned.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * A chart with one bar per ratio with a target: its length is the median, the thin line shows the
 * quartiles, the tick is the target.
 */
final class Chart {
  private static final int LEFT = 560;
  private static final int UNIT = 240;
  private static final int ROW = 26;
  private static final int TOP = 40;
  private static final double LARGEST = 2;

  private Chart() {}

  static String of(List<Results.Comparison> comparisons) {
    List<Results.Comparison> shown = comparisons.stream().filter(c -> c.target() != null).toList();
    int height = TOP + ROW * shown.size() + 20;
    int width = LEFT + (int) (UNIT * LARGEST) + 80;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
            <rect width="%d" height="%d" fill="#ffffff"/>
            <text x="%d" y="20" fill="#555555">0</text>
            <text x="%d" y="20" fill="#555555" text-anchor="middle">1: equal</text>
            <line x1="%d" x2="%d" y1="28" y2="%d" stroke="#bbbbbb"/>
            """,
            width,
            height,
            width,
            height,
            LEFT,
            x(1),
            x(1),
            x(1),
            height - 10));
    for (int i = 0; i < shown.size(); i++) {
      svg.append(row(shown.get(i), TOP + ROW * i));
    }
    return svg.append("</svg>\n").toString();
  }

  private static String row(Results.Comparison c, int y) {
    String target = c.target() == null ? "" : c.target().toString();
    double limit = c.target() == null ? 1 : c.target().limit();
    return String.format(
        Locale.ROOT,
        """
        <g><title>%s: %s / %s</title>
        <text x="%d" y="%d" text-anchor="end">%s of %s</text>
        <rect x="%d" y="%d" width="%d" height="14" fill="%s"/>
        <line x1="%d" x2="%d" y1="%d" y2="%d" stroke="#222222"/>
        <line x1="%d" x2="%d" y1="%d" y2="%d" stroke="#b00020" stroke-width="2"/>
        <text x="%d" y="%d">%.2f (%s)</text></g>
        """,
        escaped(c.scenario()),
        escaped(c.of()),
        escaped(c.to()),
        LEFT - 8,
        y + 12,
        c.quantity(),
        escaped(c.scenario() + ", " + c.of()),
        LEFT,
        y,
        x(c.ratio()) - LEFT,
        c.isMet() ? "#7fb3d5" : "#e8a0a0",
        x(c.lower()),
        x(c.upper()),
        y + 7,
        y + 7,
        x(limit),
        x(limit),
        y - 3,
        y + 17,
        x(Math.max(limit, Math.max(c.ratio(), c.upper()))) + 8,
        y + 12,
        c.ratio(),
        target);
  }

  private static int x(double ratio) {
    return LEFT + (int) Math.round(UNIT * Math.min(ratio, LARGEST));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
