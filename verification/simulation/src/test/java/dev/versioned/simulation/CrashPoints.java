package dev.versioned.simulation;

import dev.versioned.testkit.fault.StoreOperation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The existing crash points, whatever a run reaches: a list under version control, so that new
 * calls, and calls that are no longer reached, are noticed.
 *
 * <p>A point that few runs reach is followed by a plan that reaches it.
 */
final class CrashPoints {
  private static final String NAME = "crash-points.txt";
  private static final String FILE = "verification/simulation/src/test/resources/" + NAME;

  /** Points reached by one run in this many are left to chance; all others need a plan. */
  private static final long RARE = 400;

  private static final String HEAD =
      """
      # Every call of a store that an operation makes: kind of operation, operation of the store, which
      # of its calls (3 is the third and all later ones). Each is a crash point before it and one after
      # it, and each build must come to all of them. A number behind it is a run that comes there
      # (-Dsimulation.replay=...), if few do. Written by ./mvnw verify -pl verification/simulation -am
      # -Dsimulation.runs=200000 -Dsimulation.points=write
      """;

  private final SortedMap<CrashPoint, Optional<Plan>> points = new TreeMap<>();

  private CrashPoints() {}

  static CrashPoints read() {
    CrashPoints all = new CrashPoints();
    try (InputStream in = CrashPoints.class.getResourceAsStream("/" + NAME)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + FILE);
      }
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(all::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private void add(String line) {
    String[] words = line.split(" ", -1);
    Optional<Plan> plan = words.length > 3 ? Optional.of(Plan.parse(words[3])) : Optional.empty();
    points.put(CrashPoint.parse(line), plan);
  }

  boolean has(CrashPoint point) {
    return points.containsKey(point);
  }

  /** Returns the number of crash points: each call, before and after it. */
  int total() {
    return 2 * points.size();
  }

  /** Returns the runs that reach rare points. */
  List<Plan> plans() {
    return points.values().stream().flatMap(Optional::stream).distinct().toList();
  }

  Set<Operation.Kind> kinds() {
    Set<Operation.Kind> kinds = EnumSet.noneOf(Operation.Kind.class);
    points.keySet().forEach(point -> kinds.add(point.kind()));
    return kinds;
  }

  Set<StoreOperation> calls() {
    Set<StoreOperation> calls = EnumSet.noneOf(StoreOperation.class);
    points.keySet().forEach(point -> calls.add(point.operation()));
    return calls;
  }

  /** Returns the lines to be added, because runs reached points that are not listed. */
  List<String> unlisted(Coverage coverage) {
    return coverage.seen().stream()
        .filter(point -> !points.containsKey(point))
        .map(point -> line(point, coverage))
        .toList();
  }

  /** Returns the listed points that no run reached. */
  List<CrashPoint> missed(Coverage coverage) {
    Set<CrashPoint> seen = coverage.seen();
    return points.keySet().stream().filter(point -> !seen.contains(point)).toList();
  }

  private static String line(CrashPoint point, Coverage coverage) {
    return coverage.runsTo(point) * RARE < coverage.runs()
        ? point + " " + coverage.first(point)
        : point.toString();
  }

  /** Writes the list again, with the points that runs reached. */
  static void write(Coverage coverage) {
    List<String> lines = new ArrayList<>(HEAD.lines().toList());
    coverage.seen().forEach(point -> lines.add(line(point, coverage)));
    try {
      Files.write(Path.of("../..").resolve(FILE), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
