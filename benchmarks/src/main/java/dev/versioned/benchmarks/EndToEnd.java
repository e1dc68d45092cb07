package dev.versioned.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Measures this library on servers, and in the same run, taking turns, what is done with the AWS
 * SDK by hand. Prints tables, and writes them with JSON and a chart.
 */
public final class EndToEnd {
  private EndToEnd() {}

  /** Runs; see {@link Options#USAGE}. */
  public static void main(String[] args) throws Exception {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    Options options;
    try {
      options = Options.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    System.out.println(run(options));
  }

  /** Measures, writes the files, and returns the tables. */
  static String run(Options options) throws Exception {
    Instant started = Instant.now();
    Results results = new Results();
    ProcessMemory memory = ProcessMemory.watch();
    Path scratch = Files.createTempDirectory("versioned-bench-");
    try (ServerStart start = ServerStart.of(options)) {
      for (Servers servers : start.servers()) {
        measure(options, servers, results, memory, scratch);
      }
    } finally {
      ServerStart.delete(scratch);
    }
    return new Report(options, results, started).write(options.folder());
  }

  private static void measure(
      Options options, Servers servers, Results results, ProcessMemory memory, Path scratch)
      throws Exception {
    if (options.includes("publish")) {
      say("publish", servers);
      new SmallPublishes(servers, results).run(options.plan());
      results.memories().add(memory.peaks("publish of 1 KiB, " + servers, "this process"));
    }
    if (options.includes("publishers")) {
      say("publishers", servers);
      new Publishers(servers, results).run(options.plan());
      results.memories().add(memory.peaks("publishers, " + servers, "this process"));
    }
    if (options.includes("transfers")) {
      say("transfers", servers);
      new Transfers(servers, results, scratch).run(options.plan());
    }
    // All share one DynamoDB, and a million versions take long to write.
    if (options.includes("histories") && results.calls().isEmpty()) {
      say("histories", servers);
      new Histories(servers, results).run(options.plan());
      results.memories().add(memory.peaks("histories, " + servers, "this process"));
    }
  }

  private static void say(String scenario, Servers servers) {
    System.out.println(Instant.now() + " measuring " + scenario + " on " + servers);
  }
}
