package dev.versioned.benchmarks;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Uploads and downloads many files of 1 MiB: the library, each file an artifact with its record,
 * its digest computed and verified; and {@code s5cmd}, which copies objects and knows no versions.
 */
final class ManyFiles {
  private static final String LIBRARY = "this library";
  private static final String S5CMD = "s5cmd";
  private static final int SIZE = 1 << 20;
  private static final int THREADS = 64;

  private final Servers servers;
  private final Results results;
  private final Path folder;
  private final Optional<String> s5cmd;

  ManyFiles(Servers servers, Results results, Path folder, Optional<String> s5cmd) {
    this.servers = servers;
    this.results = results;
    this.folder = folder;
    this.s5cmd = s5cmd;
  }

  void run(Plan plan) throws Exception {
    if (s5cmd.isEmpty()) {
      System.out.println(
          "There is no program s5cmd on the PATH (or give --s5cmd=PROGRAM): many files are uploaded"
              + " and downloaded without a comparison.");
    }
    Path sent = Files.createDirectories(folder.resolve("files"));
    Path fetched = Files.createDirectories(folder.resolve("copies"));
    List<String> names = new ArrayList<>();
    try {
      for (int i = 0; i < plan.files(); i++) {
        String name = String.format("file-%06d", i);
        byte[] bytes = new byte[SIZE];
        new Random(i).nextBytes(bytes);
        Files.write(sent.resolve(name), bytes);
        names.add(name);
      }
      run(names, sent, fetched);
    } finally {
      ServerStart.delete(sent);
      ServerStart.delete(fetched);
    }
  }

  private void run(List<String> names, Path sent, Path fetched) throws Exception {
    String scenario = " of " + String.format("%,d", names.size()) + " files of 1 MiB, " + servers;
    Alternating uploads = new Alternating();
    Alternating downloads = new Alternating();
    try (ArtifactRepository repository = servers.plainRepository()) {
      uploads.time(
          LIBRARY,
          () -> all(names, name -> publish(repository.artifact(name), sent.resolve(name))));
      downloads.time(
          LIBRARY,
          () -> all(names, name -> download(repository.artifact(name), fetched.resolve(name))));
      s5cmd.ifPresent(
          program -> {
            String objects = "s3://" + servers.bucket() + "/s5cmd/";
            uploads.time(S5CMD, () -> copy(program, sent + "/*", objects));
            downloads.time(S5CMD, () -> copy(program, objects + "*", fetched + "/"));
          });
      measure("upload" + scenario, names.size(), uploads);
      measure("download" + scenario, names.size(), downloads);
      for (String name : names) {
        if (Files.mismatch(sent.resolve(name), fetched.resolve(name)) >= 0) {
          throw new IllegalStateException(name + " was downloaded with other bytes");
        }
      }
    } finally {
      servers.removeObjects("file-");
      servers.removeObjects("s5cmd/");
    }
  }

  private void measure(String scenario, int files, Alternating turns) throws Exception {
    Map<String, Times> times = turns.run(0, 1);
    results.addSpeeds(scenario, "MB/s", files * (SIZE / 1e6), times);
    if (times.containsKey(S5CMD)) {
      results.compareSpeeds(scenario, times, LIBRARY, S5CMD, null);
    }
  }

  private static void publish(Artifact artifact, Path file) {
    artifact.publish(Content.of(file));
  }

  private static void download(Artifact artifact, Path file) {
    artifact.download(artifact.resolve("1"), file);
  }

  /** Handles one file. */
  @FunctionalInterface
  private interface Task {
    void run(String name) throws Exception;
  }

  private static void all(List<String> names, Task task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (String name : names) {
        running.add(
            threads.submit(
                () -> {
                  task.run(name);
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void copy(String program, String from, String to)
      throws IOException, InterruptedException {
    ProcessBuilder command =
        new ProcessBuilder(
            program,
            "--endpoint-url",
            servers.s3Endpoint().toString(),
            "--log",
            "error",
            "cp",
            from,
            to);
    command
        .environment()
        .putAll(
            Map.of(
                "AWS_ACCESS_KEY_ID", System.getProperty("aws.accessKeyId", ""),
                "AWS_SECRET_ACCESS_KEY", System.getProperty("aws.secretAccessKey", ""),
                "AWS_REGION", Servers.REGION));
    int code = command.inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException("s5cmd ended with code " + code);
    }
  }
}
