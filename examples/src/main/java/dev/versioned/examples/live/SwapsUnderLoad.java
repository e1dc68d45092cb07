package dev.versioned.examples.live;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.model.Version;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@link GreetingServer} in a process of its own, sends it requests, and moves the alias under
 * them, again and again. Before and after, the same requests without moves are measured, and last
 * with moves of an alias that the service does not follow: what they cost the mover and the stores,
 * which share the processors.
 *
 * <p>Arguments: how many swaps, milliseconds between two, requests a second. Default: 100, 100,
 * 5,000.
 */
public final class SwapsUnderLoad {
  /**
   * What the measurement found.
   *
   * @param unseen with moves of an alias that the service does not follow
   */
  record Outcome(
      Requests.Result before,
      Requests.Result during,
      Requests.Result after,
      Requests.Result unseen,
      Used usedBefore,
      Used usedAfter) {}

  /** What the service uses, and has seen. */
  record Used(long classes, long metaspaceBytes, long openFiles, long swaps, long leaks) {}

  private static final int WARM_UP_SECONDS = 5;

  private final int swaps;
  private final long pauseMillis;
  private final int perSecond;

  SwapsUnderLoad(int swaps, long pauseMillis, int perSecond) {
    this.swaps = swaps;
    this.pauseMillis = pauseMillis;
    this.perSecond = perSecond;
  }

  /**
   * Runs the example.
   *
   * @param args swaps, milliseconds between two, requests a second
   * @throws Exception if it fails
   */
  public static void main(String[] args) throws Exception {
    SwapsUnderLoad example =
        new SwapsUnderLoad(
            args.length > 0 ? Integer.parseInt(args[0]) : 100,
            args.length > 1 ? Long.parseLong(args[1]) : 100,
            args.length > 2 ? Integer.parseInt(args[2]) : 5_000);
    Path folder = Files.createTempDirectory("greetings");
    try (LocalRepository local = LocalRepository.create(SharedLocalAws.select())) {
      Outcome outcome = example.run(local, folder);
      print("without swaps", outcome.before());
      print(example.swaps + " swaps", outcome.during());
      print("without swaps", outcome.after());
      print("moves of another", outcome.unseen());
      System.out.printf(
          "classes %d, then %d; metaspace %,d bytes, then %,d; open files %d, then %d%n",
          outcome.usedBefore().classes(),
          outcome.usedAfter().classes(),
          outcome.usedBefore().metaspaceBytes(),
          outcome.usedAfter().metaspaceBytes(),
          outcome.usedBefore().openFiles(),
          outcome.usedAfter().openFiles());
      System.out.printf(
          "swaps seen by the service: %d; leaks: %d%n",
          outcome.usedAfter().swaps(), outcome.usedAfter().leaks());
    } finally {
      SharedLocalAws.stop();
    }
  }

  private static void print(String what, Requests.Result result) {
    System.out.printf(
        "%-16s %,9d requests, %,7.0f a second, %d failed; p99 %,d us, p99.9 %,d us%n",
        what,
        result.requests(),
        result.perSecond(),
        result.failed(),
        result.p99Micros(),
        result.p999Micros());
  }

  Outcome run(LocalRepository local, Path folder) throws Exception {
    Artifact greeter = local.repository().artifact("greeter");
    AliasHandle live = greeter.alias("LIVE");
    List<Version> versions = new ArrayList<>();
    for (String greeting : List.of("Hello", "Welcome", "Good day")) {
      versions.add(greeter.publish(Content.of(GreeterJar.saying(greeting))).version());
    }
    live.pointTo(versions.get(0));
    Process server = start(local, folder);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
      int port = Integer.parseInt(lines.readLine());
      long seconds = Math.max(2, swaps * pauseMillis / 1_000);
      measure(port, WARM_UP_SECONDS, () -> move(live, versions, 2 * versions.size()));
      Used usedBefore = used(server, lines);
      Requests.Result before = measure(port, seconds, () -> {});
      Requests.Result during = measure(port, seconds, () -> move(live, versions, swaps));
      Requests.Result after = measure(port, seconds, () -> {});
      AliasHandle other = greeter.alias("OTHER");
      other.pointTo(versions.get(0));
      Requests.Result unseen = measure(port, seconds, () -> move(other, versions, swaps));
      live.pointTo(versions.get(0));
      TimeUnit.SECONDS.sleep(1);
      Used usedAfter = used(server, lines);
      return new Outcome(before, during, after, unseen, usedBefore, usedAfter);
    } finally {
      server.getOutputStream().close();
      if (!server.waitFor(20, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    }
  }

  private interface Meanwhile {
    void run() throws InterruptedException;
  }

  private Requests.Result measure(int port, long seconds, Meanwhile meanwhile)
      throws InterruptedException {
    Requests requests = Requests.start(port, perSecond);
    long start = System.nanoTime();
    meanwhile.run();
    long left = seconds * 1_000 - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    if (left > 0) {
      Thread.sleep(left);
    }
    return requests.stop((System.nanoTime() - start) / 1e9);
  }

  private void move(AliasHandle live, List<Version> versions, int times)
      throws InterruptedException {
    long due = System.nanoTime();
    for (int i = 1; i <= times; i++) {
      live.pointTo(versions.get(i % versions.size()));
      due += TimeUnit.MILLISECONDS.toNanos(pauseMillis);
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
    }
  }

  private static Process start(LocalRepository local, Path folder) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            // Without it each answer waits for the client's acknowledgement of its headers.
            "-Dsun.net.httpserver.nodelay=true",
            "-Daws.endpointUrlS3=" + local.aws().s3Endpoint(),
            "-Daws.endpointUrlDynamoDb=" + local.aws().dynamoDbEndpoint(),
            "-Daws.region=" + local.aws().region(),
            "-cp",
            GreeterJar.classPath(),
            GreetingServer.class.getName(),
            local.bucket(),
            local.table(),
            folder.resolve("cache").toString());
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ACCESS_KEY_ID", local.aws().accessKey(),
                "AWS_SECRET_ACCESS_KEY", local.aws().secretKey()));
    builder.environment().remove("AWS_SESSION_TOKEN");
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Asks the service what it uses. */
  private static Used used(Process server, BufferedReader lines) throws IOException {
    server.getOutputStream().write('\n');
    server.getOutputStream().flush();
    long[] used =
        Arrays.stream(lines.readLine().split("\t", -1)).mapToLong(Long::parseLong).toArray();
    return new Used(used[0], used[1], used[2], used[3], used[4]);
  }
}
