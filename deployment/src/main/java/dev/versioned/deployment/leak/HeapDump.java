package dev.versioned.deployment.leak;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a heap dump of this process, has it searched, and deletes it. */
final class HeapDump {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.leaks");

  /** How the names of the directories of this process start. */
  static final String PREFIX = "versioned-heap-" + ProcessHandle.current().pid() + "-";

  private HeapDump() {}

  /** Returns the leaks that one heap dump shows, for each watch that asks; called by one thread. */
  static Map<Watch, List<Leak>> answer(List<HeapQuestion> questions) {
    Map<Watch, List<Leak>> answers = new HashMap<>();
    List<HeapQuestion> allowed = new ArrayList<>();
    for (HeapQuestion question : questions) {
      Optional<String> refusal = refusal(question.watch().finder().heapDumpLimitBytes());
      if (refusal.isEmpty()) {
        allowed.add(question);
      } else {
        answers.put(question.watch(), unknown(question, refusal.get()));
      }
    }
    if (!allowed.isEmpty()) {
      answers.putAll(dumpAndSearch(allowed));
    }
    return answers;
  }

  private static Map<Watch, List<Leak>> dumpAndSearch(List<HeapQuestion> questions) {
    Map<Watch, List<Leak>> answers = new HashMap<>();
    try {
      // Only this user may enter it: the dump holds all that is in memory.
      Path directory = Files.createTempDirectory(PREFIX);
      Path file = directory.resolve("heap.hprof");
      try {
        hotSpot().dumpHeap(file.toString(), true);
        try (Heap heap = Heap.open(file)) {
          answers.putAll(HeapAnswers.of(heap, questions));
        }
      } finally {
        Files.deleteIfExists(file);
        Files.delete(directory);
      }
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError failed) {
      LOG.warn("Cannot analyse a heap dump", failed);
      for (HeapQuestion question : questions) {
        answers.put(question.watch(), unknown(question, "the heap dump failed: " + failed));
      }
    }
    return answers;
  }

  private static List<Leak> unknown(HeapQuestion question, String reason) {
    // Without collections the class loader may be garbage.
    return question.holders() && !isExplicitGcDisabled()
        ? List.of(new Leak(LeakKind.OTHER, "an unknown holder: " + reason, List.of()))
        : List.of();
  }

  private static Optional<String> refusal(long limitBytes) {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    long used = heap.getUsed();
    if (used > limitBytes) {
      return Optional.of(
          "no heap dump is written of "
              + (used >> 20)
              + " MiB in use, with a limit of "
              + (limitBytes >> 20)
              + " MiB");
    }
    if (heap.getMax() >= 0 && heap.getMax() - used < used) {
      return Optional.of("the heap has no room to analyse a dump");
    }
    try {
      Path directory = Path.of(System.getProperty("java.io.tmpdir"));
      if (Files.getFileStore(directory).getUsableSpace() < used + used / 2) {
        return Optional.of(directory + " has no room for a heap dump");
      }
      hotSpot();
      return Optional.empty();
    } catch (IOException | RuntimeException | LinkageError unavailable) {
      return Optional.of("this JVM writes no heap dump: " + unavailable);
    }
  }

  private static boolean isExplicitGcDisabled() {
    try {
      return Boolean.parseBoolean(hotSpot().getVMOption("DisableExplicitGC").getValue());
    } catch (RuntimeException | LinkageError notHotSpot) {
      LOG.debug("This JVM does not say whether it obeys System.gc()", notHotSpot);
      return false;
    }
  }

  private static HotSpotDiagnosticMXBean hotSpot() {
    HotSpotDiagnosticMXBean bean =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (bean == null) {
      throw new IllegalStateException("it is not HotSpot");
    }
    return bean;
  }
}
