package dev.versioned.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;

/** The main method of a process that transfers in one way, on requests from standard input. */
final class TransferProcess {
  static final String LIBRARY = "this library";
  static final String MANAGER = "S3TransferManager";
  static final String STORE = "the store alone";

  private TransferProcess() {}

  /**
   * Takes a way, two endpoints and a bucket; answers each line with its nanoseconds, its
   * nanoseconds of processor time, and what was sent.
   */
  public static void main(String[] args) throws IOException {
    ProcessMemory memory = ProcessMemory.watch();
    try (Servers servers = Servers.open(URI.create(args[1]), URI.create(args[2]), args[3]);
        Transfer transfer = transfer(args[0], servers);
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      String question = questions.readLine();
      while (question != null) {
        System.out.println(answer(question.split("\t", -1), transfer, memory));
        question = questions.readLine();
      }
    }
  }

  private static Transfer transfer(String way, Servers servers) {
    return switch (way) {
      case LIBRARY -> new LibraryTransfer(servers);
      case MANAGER -> new ManagerTransfer(servers);
      case STORE -> new StoreTransfer(servers);
      default -> throw new IllegalArgumentException("Cannot transfer by '" + way + "'");
    };
  }

  private static String answer(String[] words, Transfer transfer, ProcessMemory memory)
      throws IOException {
    try {
      long start = System.nanoTime();
      long used = Processor.used();
      String sent = "";
      switch (words[0]) {
        case "send" -> sent = transfer.send(words[1], Path.of(words[2]));
        case "fetch" -> transfer.fetch(words[1], words[2], Path.of(words[3]));
        default -> {
          return Arrays.toString(memory.peaks()).replaceAll("[\\[\\] ]", "");
        }
      }
      return System.nanoTime() - start + "\t" + (Processor.used() - used) + "\t" + sent;
    } catch (Exception e) {
      return "failed\t" + e.toString().replaceAll("\\s+", " ");
    }
  }
}
