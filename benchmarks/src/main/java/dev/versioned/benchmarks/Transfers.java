package dev.versioned.benchmarks;

import static dev.versioned.benchmarks.TransferProcess.LIBRARY;
import static dev.versioned.benchmarks.TransferProcess.MANAGER;
import static dev.versioned.benchmarks.TransferProcess.STORE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Files of all sizes, sent and fetched: this library, digest and verification included, against
 * S3TransferManager and against the store alone. Each runs in a process of its own with 128 MiB of
 * heap, one at a time.
 */
final class Transfers {
  private static final int HEAP_MIB = 128;

  /** From here on there are several parts, and it is worth comparing. */
  private static final long LARGE = 64 << 20;

  private final Servers servers;
  private final Results results;
  private final Path folder;

  Transfers(Servers servers, Results results, Path folder) {
    this.servers = servers;
    this.results = results;
    this.folder = folder;
  }

  /** A process that did not do what it was asked to. */
  private static final class TransferFailure extends Exception {
    private static final long serialVersionUID = 1;

    TransferFailure(String message) {
      super(message);
    }
  }

  void run(Plan plan) throws Exception {
    for (Plan.Transfer transfer : plan.transfers()) {
      Path file = makeFile(transfer.sizeBytes());
      List<String> ways = List.of(LIBRARY, MANAGER, STORE);
      // Processes of their own for each size, so that their peaks are those of this size.
      Map<String, ChildProcess> processes = new LinkedHashMap<>();
      try {
        for (String way : ways) {
          processes.put(way, start(way));
        }
        measure(transfer, file, processes);
      } finally {
        for (ChildProcess process : processes.values()) {
          process.close();
        }
        Files.deleteIfExists(file);
      }
    }
  }

  private ChildProcess start(String way) throws IOException {
    List<String> arguments =
        List.of(
            way,
            servers.s3Endpoint().toString(),
            servers.dynamoDbEndpoint().toString(),
            servers.bucket());
    return ChildProcess.start(HEAP_MIB, TransferProcess.class, arguments);
  }

  private Path makeFile(long sizeBytes) throws IOException {
    Path file = folder.resolve("sent-" + sizeBytes);
    Random random = new Random(sizeBytes);
    byte[] buffer = new byte[(int) Math.min(sizeBytes, 1 << 20)];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long written = 0; written < sizeBytes; written += buffer.length) {
        random.nextBytes(buffer);
        out.write(buffer);
      }
    }
    return file;
  }

  private void measure(Plan.Transfer transfer, Path file, Map<String, ChildProcess> processes)
      throws Exception {
    Map<String, ChildProcess> able = new LinkedHashMap<>();
    for (Map.Entry<String, ChildProcess> process : processes.entrySet()) {
      try {
        round(process.getKey(), process.getValue(), file);
        able.put(process.getKey(), process.getValue());
      } catch (TransferFailure e) {
        // Such as S3TransferManager's download from servers that do not know part numbers.
        System.out.println(servers + ", " + transfer + ": " + e.getMessage());
      }
    }
    Alternating sending = new Alternating();
    Map<String, long[]> fetched = new LinkedHashMap<>();
    Map<String, Integer> rounds = new LinkedHashMap<>();
    int warmUps = transfer.sizeBytes() < LARGE ? Math.max(1, transfer.rounds() / 3) : 1;
    able.forEach(
        (way, process) -> {
          fetched.put(way, new long[transfer.rounds()]);
          sending.add(
              way,
              () -> {
                long[] nanos = round(way, process, file);
                int round = rounds.merge(way, 1, Integer::sum) - 1 - warmUps;
                if (round >= 0) {
                  fetched.get(way)[round] = nanos[1];
                }
                return nanos[0];
              });
        });
    Map<String, Times> sent = sending.run(warmUps, transfer.rounds());
    Map<String, Times> fetches = new LinkedHashMap<>();
    fetched.forEach((way, nanos) -> fetches.put(way, new Times(nanos)));
    keep("upload", transfer, sent, transfer.sizeBytes() >= 1L << 30 ? Target.atLeast(1) : null);
    keep(
        "download",
        transfer,
        fetches,
        transfer.sizeBytes() >= 1L << 30 ? Target.atLeast(0.95) : null);
    for (Map.Entry<String, ChildProcess> process : able.entrySet()) {
      double[] mib =
          Arrays.stream(process.getValue().ask("memory").split(","))
              .mapToDouble(Double::parseDouble)
              .toArray();
      results
          .memories()
          .add(
              new Results.Memory(
                  "transfers of " + transfer + ", " + servers,
                  process.getKey(),
                  mib[0],
                  mib[1],
                  mib[2],
                  mib[3]));
    }
  }

  private void keep(
      String what,
      Plan.Transfer transfer,
      Map<String, Times> times,
      @org.jspecify.annotations.Nullable Target target) {
    String scenario = what + " of " + transfer + ", " + servers;
    if (transfer.sizeBytes() >= 1 << 20) {
      results.addSpeeds(scenario, "MB/s", transfer.sizeBytes() / 1e6, times);
    } else {
      results.addTimes(scenario, times);
    }
    for (String other : List.of(MANAGER, STORE)) {
      if (times.containsKey(other) && times.containsKey(LIBRARY)) {
        results.compareSpeeds(
            scenario, times, LIBRARY, other, other.equals(MANAGER) ? target : null);
      }
    }
  }

  /** Sends and fetches once, and gives the store its space back. */
  private long[] round(String way, ChildProcess process, Path file)
      throws IOException, TransferFailure {
    String name = way.replace(' ', '-');
    Path copy = folder.resolve("fetched");
    String[] sent = ask(way, process, "send\t" + name + "\t" + file);
    String[] got = ask(way, process, "fetch\t" + name + "\t" + sent[1] + "\t" + copy);
    boolean whole = way.equals(STORE) || Files.size(copy) == Files.size(file);
    Files.deleteIfExists(copy);
    servers.removeObjects(name);
    if (!whole) {
      throw new TransferFailure(way + " fetched a file of another size");
    }
    return new long[] {Long.parseLong(sent[0]), Long.parseLong(got[0])};
  }

  private static String[] ask(String way, ChildProcess process, String question)
      throws IOException, TransferFailure {
    String[] answer = process.ask(question).split("\t");
    if (answer[0].equals("failed")) {
      throw new TransferFailure(way + " cannot " + question.split("\t")[0] + ": " + answer[1]);
    }
    return answer;
  }
}
