package dev.versioned.benchmarks;

import static dev.versioned.benchmarks.TransferProcess.LIBRARY;
import static dev.versioned.benchmarks.TransferProcess.MANAGER;
import static dev.versioned.benchmarks.TransferProcess.STORE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Files of all sizes, uploaded and downloaded: this library, including digest and verification,
 * compared with S3TransferManager and with the store alone. Each runs in a separate process with
 * 128 MiB of heap, one at a time.
 */
final class Transfers {
  private static final int HEAP_MIB = 128;

  /** From this size on there are several parts, and comparisons are meaningful. */
  private static final long LARGE = 64 << 20;

  private static final long MIB = 1 << 20;
  private static final double GIB = 1L << 30;

  private final Servers servers;
  private final Results results;
  private final Path folder;

  Transfers(Servers servers, Results results, Path folder) {
    this.servers = servers;
    this.results = results;
    this.folder = folder;
  }

  /** A process failed to execute a request. */
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
      // A separate process for each size, so that its peaks are those of this size.
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
    List<Turn> turns = new ArrayList<>();
    for (Map.Entry<String, ChildProcess> process : processes.entrySet()) {
      Turn turn = new Turn(process.getKey(), process.getValue(), file, transfer.rounds());
      // Servers differ in features: S3Proxy does not support reading parts by number.
      turn.tryOut();
      turns.add(turn);
    }
    int warmUps = transfer.sizeBytes() < LARGE ? Math.max(1, transfer.rounds() / 3) : 0;
    Alternating sending = new Alternating();
    turns.forEach(turn -> sending.add(turn.way, turn::run));
    Map<String, Times> sent = sending.run(warmUps, transfer.rounds());
    List<Turn> fetching = turns.stream().filter(turn -> turn.fetches).toList();
    keep("upload", transfer, sent, uploadTarget(transfer.sizeBytes()));
    keep(
        "download",
        transfer,
        times(fetching, turn -> turn.fetched),
        transfer.sizeBytes() >= GIB ? Target.atLeast(1.2) : null);
    if (transfer.sizeBytes() >= LARGE) {
      boolean targets = transfer.sizeBytes() >= GIB;
      keepProcessor(
          "upload",
          transfer,
          times(turns, turn -> turn.processorToSend),
          targets ? Target.atMost(0.75) : null);
      keepProcessor(
          "download",
          transfer,
          times(fetching, turn -> turn.processorToFetch),
          targets ? Target.atMost(0.55) : null);
      results.addTimes(
          "the server's processor time, upload of " + transfer + ", " + servers,
          "s/GiB",
          1e9 * transfer.sizeBytes() / GIB,
          times(turns, turn -> turn.serverToSend));
      results.addTimes(
          "the server's processor time, download of " + transfer + ", " + servers,
          "s/GiB",
          1e9 * transfer.sizeBytes() / GIB,
          times(fetching, turn -> turn.serverToFetch));
    }
    for (Map.Entry<String, ChildProcess> process : processes.entrySet()) {
      double[] mib =
          Arrays.stream(process.getValue().ask("memory").split(",", -1))
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

  private static @Nullable Target uploadTarget(long sizeBytes) {
    return sizeBytes >= GIB ? Target.atLeast(1.1) : sizeBytes == MIB ? Target.atLeast(0.9) : null;
  }

  private static Map<String, Times> times(List<Turn> turns, Function<Turn, List<Long>> values) {
    Map<String, Times> times = new LinkedHashMap<>();
    turns.forEach(turn -> times.put(turn.way, Times.ofLast(turn.rounds, values.apply(turn))));
    return times;
  }

  private void keepProcessor(
      String what, Plan.Transfer transfer, Map<String, Times> used, @Nullable Target target) {
    String scenario = what + " of " + transfer + ", " + servers;
    results.addTimes(
        "the client's processor time, " + scenario,
        "s/GiB",
        1e9 * transfer.sizeBytes() / GIB,
        used);
    if (used.containsKey(MANAGER) && used.containsKey(LIBRARY)) {
      results.compareProcessorTimes(scenario, used, LIBRARY, MANAGER, target);
    }
  }

  private void keep(
      String what, Plan.Transfer transfer, Map<String, Times> times, @Nullable Target target) {
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

  /** One way's turns: each uploads and downloads once, and then frees the store's space. */
  private final class Turn {
    private final String way;
    private final ChildProcess process;
    private final Path file;
    private final int rounds;
    private final List<Long> fetched = new ArrayList<>();
    private final List<Long> processorToSend = new ArrayList<>();
    private final List<Long> processorToFetch = new ArrayList<>();
    private final List<Long> serverToSend = new ArrayList<>();
    private final List<Long> serverToFetch = new ArrayList<>();
    private boolean fetches = true;

    Turn(String way, ChildProcess process, Path file, int rounds) {
      this.way = way;
      this.process = process;
      this.file = file;
      this.rounds = rounds;
    }

    void tryOut() throws IOException, TransferFailure {
      try {
        run();
      } catch (TransferFailure e) {
        fetches = false;
        run();
        System.out.println(servers + ": " + e.getMessage());
      }
    }

    /** Returns the duration of the upload, and records the duration of the download. */
    long run() throws IOException, TransferFailure {
      String name = way.replace(' ', '-');
      Path copy = folder.resolve("fetched");
      try {
        long before = Processor.used(servers.s3Process());
        String[] sent = ask(way, process, "send\t" + name + "\t" + file);
        processorToSend.add(Long.parseLong(sent[1]));
        serverToSend.add(Processor.used(servers.s3Process()) - before);
        if (fetches) {
          before = Processor.used(servers.s3Process());
          String[] got = ask(way, process, "fetch\t" + name + "\t" + sent[2] + "\t" + copy);
          if (!way.equals(STORE) && Files.mismatch(file, copy) >= 0) {
            throw new TransferFailure(way + " fetched other bytes than were sent");
          }
          fetched.add(Long.parseLong(got[0]));
          processorToFetch.add(Long.parseLong(got[1]));
          serverToFetch.add(Processor.used(servers.s3Process()) - before);
        }
        return Long.parseLong(sent[0]);
      } finally {
        Files.deleteIfExists(copy);
        servers.removeObjects(name);
      }
    }
  }

  private static String[] ask(String way, ChildProcess process, String question)
      throws IOException, TransferFailure {
    String[] answer = process.ask(question).split("\t", -1);
    if (answer[0].equals("failed")) {
      throw new TransferFailure(way + " cannot " + question.split("\t", -1)[0] + ": " + answer[1]);
    }
    return answer;
  }
}
