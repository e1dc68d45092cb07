package dev.versioned.s3dynamo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The table of permissions in the manual. */
final class DocumentedPermissions {
  private static final Path MANUAL = Path.of("../../docs/operations.md");

  private static final List<String> COLUMNS =
      List.of(
          UsedPermissions.BUCKET,
          UsedPermissions.OBJECTS,
          "VERSIONS#*",
          "STATES#*",
          "UPLOADS#*",
          "SIGNATURES#*",
          "LABELS#*",
          "ALIASES#*",
          "LEDGER#*",
          "FLEET#*",
          "REPOSITORY",
          UsedPermissions.WHOLE);

  /** The partitions of the table, in the order of the columns. */
  static final List<String> PARTITIONS = COLUMNS.subList(2, COLUMNS.size() - 1);

  private static final Pattern ACTION = Pattern.compile("`(\\w+)`");

  private DocumentedPermissions() {}

  /** Returns the actions that several rows of the table allow together, by resource. */
  static Map<String, Set<String>> of(String... rows) {
    Map<String, Set<String>> allowed = new TreeMap<>();
    for (String row : rows) {
      String[] cells = line(row).split("\\|", -1);
      for (int i = 0; i < COLUMNS.size(); i++) {
        Set<String> actions =
            new TreeSet<>(
                ACTION.matcher(cells[i + 2]).results().map((MatchResult r) -> r.group(1)).toList());
        if (!actions.isEmpty()) {
          allowed.computeIfAbsent(COLUMNS.get(i), column -> new TreeSet<>()).addAll(actions);
        }
      }
    }
    return allowed;
  }

  private static String line(String row) {
    try {
      return Files.readAllLines(MANUAL).stream()
          .filter(line -> line.startsWith("| " + row + " |"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
