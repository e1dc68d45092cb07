package dev.versioned.spring.boot3;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Prints how much longer an application starts with the starter than with the same beans made by
 * hand and without the starter's jars: medians of processes that are started by turns.
 */
final class StartCost {
  private static final int TURNS = 20;

  private StartCost() {}

  public static void main(String[] arguments) throws Exception {
    String all = System.getProperty("java.class.path");
    String without =
        Arrays.stream(all.split(File.pathSeparator, -1))
            .filter(entry -> !isOfTheStarter(entry))
            .collect(Collectors.joining(File.pathSeparator));
    int turns = arguments.length > 0 ? Integer.parseInt(arguments[0]) : TURNS;
    List<Start> byHand = new ArrayList<>();
    List<Start> byStarter = new ArrayList<>();
    for (int turn = 0; turn <= turns; turn++) {
      Start first = start(without, List.of("by-hand"));
      Start second = start(all, List.of());
      if (turn > 0) { // the first fills the disk's cache
        byHand.add(first);
        byStarter.add(second);
      }
    }
    print("until ready", byHand, byStarter, Start::waited);
    print("computed by the main thread", byHand, byStarter, Start::computed);
  }

  private record Start(long waited, long computed) {}

  private static void print(
      String what, List<Start> byHand, List<Start> byStarter, ToLongFunction<Start> of) {
    long before = median(byHand, of);
    long after = median(byStarter, of);
    System.out.printf(
        "%s: by hand %d ms, by the starter %d ms, %+d ms (medians of %d)%n",
        what, before, after, after - before, byHand.size());
  }

  /** The classes of this folder's tests stay. */
  private static boolean isOfTheStarter(String entry) {
    return entry.contains("integrations") && entry.endsWith(File.separator + "classes");
  }

  private static Start start(String classPath, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath, StartedApplication.class.getName()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String ready = "";
    List<String> output = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        ready = line.startsWith("ready ") ? line : ready;
      }
    }
    if (process.waitFor() != 0 || ready.isEmpty()) {
      throw new IllegalStateException("Cannot start: " + String.join("\n", output));
    }
    String[] words = ready.split(" ", -1);
    return new Start(Long.parseLong(words[1]), Long.parseLong(words[2]));
  }

  private static long median(List<Start> starts, ToLongFunction<Start> of) {
    return starts.stream().mapToLong(of).sorted().toArray()[starts.size() / 2];
  }
}
