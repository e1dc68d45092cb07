package dev.versioned.deployment.leak;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names what holds class loaders whose grace period has ended. */
final class Inspection {
  private static final int ATTEMPTS = 3;

  void inspect(List<Watch> batch) {
    Map<Watch, List<Leak>> found = new LinkedHashMap<>();
    List<HeapQuestion> questions = new ArrayList<>();
    for (Watch watch : batch) {
      List<Leak> leaks = new ArrayList<>(Probes.holders(watch.loader()));
      Set<String> open = watch.files().open();
      boolean unexplained = leaks.isEmpty() && !watch.loader().isCollected();
      if (unexplained || !open.isEmpty()) {
        questions.add(new HeapQuestion(watch, unexplained, open));
      }
      found.put(watch, leaks);
    }
    Map<Watch, List<Leak>> answers = HeapDump.answer(questions);
    found.forEach(
        (watch, leaks) -> {
          leaks.addAll(answers.getOrDefault(watch, List.of()));
          report(watch, leaks);
        });
  }

  private static void report(Watch watch, List<Leak> found) {
    List<Leak> leaks = new ArrayList<>(found);
    if (isCollected(watch.loader(), leaks.stream().allMatch(Inspection::isUnknown))) {
      leaks.removeIf(leak -> leak.kind() != LeakKind.JAR_CONNECTION);
    }
    if (!leaks.isEmpty()) {
      watch.finder().report(new LeakReport(watch.name(), leaks));
    }
  }

  private static boolean isUnknown(Leak leak) {
    return leak.kind() == LeakKind.OTHER && leak.path().isEmpty();
  }

  /** Returns whether it is collected, after more attempts if nothing proves that it is held. */
  private static boolean isCollected(WatchedLoader loader, boolean unproven) {
    // The JVM skips a collection, also the one before a heap dump, while native code has an array.
    for (int i = 0; unproven && i < ATTEMPTS && !loader.isCollected(); i++) {
      System.gc();
    }
    return loader.isCollected();
  }
}
