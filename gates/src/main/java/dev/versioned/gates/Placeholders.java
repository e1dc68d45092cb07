package dev.versioned.gates;

import dev.versioned.rollout.RolloutStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code {artifact}}, {@code {alias}}, {@code {version}} and {@code {from}} in a text. */
final class Placeholders {
  static final Pattern ANY = Pattern.compile("\\{(artifact|alias|version|from)\\}");

  /** Values as strict as those of any rollout: to check a text before there is one. */
  private static final Map<String, String> SAMPLE =
      Map.of("artifact", "a", "alias", "a", "version", "1", "from", "1");

  private Placeholders() {}

  static String fill(String text, RolloutStatus status, UnaryOperator<String> escape) {
    return fill(
        text,
        Map.of(
            "artifact", status.alias().artifact().toString(),
            "alias", status.alias().name().toString(),
            "version", status.rollout().plan().version().toString(),
            "from", status.rollout().from().toString()),
        escape);
  }

  static String sample(String text) {
    return fill(text, SAMPLE, UnaryOperator.identity());
  }

  private static String fill(
      String text, Map<String, String> values, UnaryOperator<String> escape) {
    return ANY.matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(escape.apply(values.getOrDefault(found.group(1), ""))));
  }

  /** Returns the value as a part of a URL's path or query. */
  static String inUrl(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Returns the value as a part of a string of PromQL in quotes of either kind. */
  static String inPromQl(String value) {
    StringBuilder out = new StringBuilder();
    value
        .codePoints()
        .forEach(
            c -> {
              // Quotes as numbers: each kind of string refuses the other kind's quote after a
              // backslash.
              if (c == '\\' || c == '"' || c == '\'' || c < ' ' || c == 0x7f) {
                out.append(String.format("\\x%02x", c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  /**
   * Refuses placeholders of PromQL that are not inside quotes, where they could be more than a
   * value.
   *
   * @throws IllegalArgumentException if one is outside of quotes, or between backticks
   */
  static void checkPromQl(String query) {
    char quote = 0;
    boolean comment = false;
    List<Integer> starts = ANY.matcher(query).results().map(found -> found.start()).toList();
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      comment &= c != '\n';
      boolean isEscaped = i > 0 && quote != 0 && quote != '`' && query.charAt(i - 1) == '\\';
      if (starts.contains(i) && ((quote != '"' && quote != '\'') || isEscaped)) {
        throw new IllegalArgumentException(
            "Cannot use the query: a placeholder at index "
                + i
                + " is not between double or single quotes; write version=\"{version}\"");
      } else if (comment || (quote == 0 && c == '#')) {
        comment = true;
      } else if (quote == 0 && (c == '"' || c == '\'' || c == '`')) {
        quote = c;
      } else if (quote != 0 && quote != '`' && c == '\\' && !starts.contains(i + 1)) {
        i++;
      } else if (c == quote) {
        quote = 0;
      }
    }
  }
}
