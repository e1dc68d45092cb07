package dev.versioned.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Measures this library on servers and, in the same run and in alternation, equivalent code with
 * the AWS SDK. Prints tables, and writes them with JSON and a chart.
 */
public final class EndToEnd {
  private EndToEnd() {}

  /** Runs; see {@link Options#USAGE}. */
  public static void main(String[] args) throws Exception {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    if (Options.wantsHelp(args)) {
      System.out.println(Options.USAGE);
      return;
    }
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
    Results results = new Results();
    Report report = new Report(options, results, Instant.now());
    ProcessMemory memory = ProcessMemory.watch();
    Path scratch = Files.createTempDirectory("versioned-bench-");
    try (ServerStart start = ServerStart.of(options)) {
      for (Servers servers : start.servers()) {
        for (Map.Entry<String, Scenario> scenario :
            scenarios(options, servers, results, scratch).entrySet()) {
          if (options.includes(scenario.getKey())) {
            say(scenario.getKey(), servers);
            scenario.getValue().run(options.plan());
            results.memories().add(memory.peaks(scenario.getKey() + ", " + servers, "the harness"));
            // After each scenario, so that an interrupted run still has results.
            report.write(options.folder());
          }
        }
      }
    } finally {
      ServerStart.delete(scratch);
    }
    return report.write(options.folder());
  }

  /** A scenario. */
  @FunctionalInterface
  private interface Scenario {
    void run(Plan plan) throws Exception;
  }

  private static Map<String, Scenario> scenarios(
      Options options, Servers servers, Results results, Path scratch) {
    Map<String, Scenario> scenarios = new LinkedHashMap<>();
    scenarios.put("publish", new SmallPublishes(servers, results)::run);
    scenarios.put("publishers", new Publishers(servers, results)::run);
    scenarios.put("transfers", new Transfers(servers, results, scratch)::run);
    scenarios.put("files", new ManyFiles(servers, results, scratch, options.s5cmd())::run);
    scenarios.put("starts", new FirstRoute(servers, results, scratch)::run);
    // All share one DynamoDB, and writing a million versions takes long.
    if (results.calls().isEmpty()) {
      scenarios.put("lists", new Lists(servers, results)::run);
      scenarios.put("histories", new Histories(servers, results)::run);
    }
    return scenarios;
  }

  private static void say(String scenario, Servers servers) {
    System.out.println(Instant.now() + " measuring " + scenario + " on " + servers);
  }
}
