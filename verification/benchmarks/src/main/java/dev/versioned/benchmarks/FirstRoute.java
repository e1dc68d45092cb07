package dev.versioned.benchmarks;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The time from the start of a JVM to its first route, by parts, and what the SDK alone takes. */
final class FirstRoute {
  static final String LIBRARY = "this library";
  static final String KEPT = "this library, with a state file";
  static final String DOWN = "this library, by its state file, both stores down";
  static final String SDK = "GetItem by the SDK alone";

  private static final int HEAP_MIB = 128;

  private final Servers servers;
  private final Results results;
  private final Path folder;

  FirstRoute(Servers servers, Results results, Path folder) {
    this.servers = servers;
    this.results = results;
    this.folder = folder;
  }

  void run(Plan plan) throws Exception {
    try (ArtifactRepository repository = servers.repository()) {
      Artifact artifact = repository.artifact(FirstRouteProcess.ARTIFACT);
      artifact.alias(FirstRouteProcess.ALIAS).pointTo(artifact.publish(Content.of("1")).version());
    }
    Map<String, List<Long>> parts = new LinkedHashMap<>();
    Alternating turns = new Alternating();
    for (String way : List.of(LIBRARY, KEPT, DOWN, SDK)) {
      turns.add(way, () -> start(way, parts));
    }
    Map<String, Times> times = turns.run(1, plan.starts());
    String scenario = "start of a JVM to its first route, " + servers;
    results.addTimes(scenario, times);
    results.compareTimes(scenario, times, LIBRARY, SDK, null);
    Map<String, Times> counted = new LinkedHashMap<>();
    parts.forEach((part, nanos) -> counted.put(part, Times.ofLast(plan.starts(), nanos)));
    results.addTimes("the parts of it, " + servers, counted);
  }

  private long start(String way, Map<String, List<Long>> parts) throws Exception {
    List<String> arguments =
        List.of(
            way,
            servers.dynamoDbEndpoint().toString(),
            servers.bucket(),
            folder.resolve("live.alias").toString());
    long before = System.nanoTime();
    try (ChildProcess process = ChildProcess.start(HEAP_MIB, FirstRouteProcess.class, arguments)) {
      String[] answer = process.answer().split("\t", -1);
      long all = System.nanoTime() - before;
      long inMain = 0;
      for (int i = 0; i < FirstRouteProcess.PARTS.size(); i++) {
        long nanos = Long.parseLong(answer[i]);
        inMain += nanos;
        add(parts, way, FirstRouteProcess.PARTS.get(i), nanos);
      }
      add(parts, way, "the JVM itself", all - inMain);
      return all;
    }
  }

  private static void add(Map<String, List<Long>> parts, String way, String part, long nanos) {
    parts.computeIfAbsent(way + ": " + part, name -> new ArrayList<>()).add(nanos);
  }
}
