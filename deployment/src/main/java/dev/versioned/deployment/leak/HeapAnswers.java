package dev.versioned.deployment.leak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import shark.HeapField;
import shark.HeapObject.HeapInstance;

/** Answers all questions by one search of a heap. */
final class HeapAnswers {
  private final Heap heap;
  private final List<HeapQuestion> questions;
  private final Map<HeapQuestion, Long> loaders = new HashMap<>();
  private final Map<Watch, List<Leak>> answers = new HashMap<>();

  private HeapAnswers(Heap heap, List<HeapQuestion> questions) {
    this.heap = heap;
    this.questions = questions;
  }

  static Map<Watch, List<Leak>> of(Heap heap, List<HeapQuestion> questions) {
    HeapAnswers answers = new HeapAnswers(heap, questions);
    answers.findLoaders();
    answers.search();
    return answers.answers;
  }

  private void findLoaders() {
    Map<Long, Long> byNumber = new HashMap<>();
    for (HeapInstance instance : heap.instancesOf(WatchedLoader.class.getName())) {
      HeapField number = instance.readField(WatchedLoader.class.getName(), "number");
      HeapField referent = instance.readField("java.lang.ref.Reference", "referent");
      if (number != null && referent != null && referent.getValue().isNonNullReference()) {
        byNumber.put(number.getValue().getAsLong(), referent.getValue().getAsObjectId());
      }
    }
    for (HeapQuestion question : questions) {
      Long loader = byNumber.get(question.watch().loader().number());
      if (question.holders() && loader != null) {
        loaders.put(question, loader);
      }
    }
  }

  private void search() {
    HeapSearch search = new HeapSearch(heap, Set.copyOf(loaders.values()));
    for (HeapQuestion question : questions) {
      answers.put(
          question.watch(), new ArrayList<>(JarCache.leaks(search, heap, question.openFiles())));
    }
    answerStrong(search);
    for (int before = -1; !loaders.isEmpty() && before != loaders.size(); ) {
      before = loaders.size();
      search.enterFound();
      answerStrong(search);
    }
    if (!loaders.isEmpty()) {
      search.followSoft();
      loaders.forEach((question, loader) -> add(question, softly(search.holders(loader))));
    }
  }

  private void answerStrong(HeapSearch search) {
    loaders
        .entrySet()
        .removeIf(
            entry -> {
              List<HeapPath> paths = search.holders(entry.getValue());
              add(entry.getKey(), HeapLeaks.of(paths));
              return !paths.isEmpty();
            });
  }

  private static List<Leak> softly(List<HeapPath> paths) {
    return paths.isEmpty()
        ? List.of(
            new Leak(LeakKind.OTHER, "an unknown holder, which no heap dump shows", List.of()))
        : HeapLeaks.ofCaches(paths);
  }

  private void add(HeapQuestion question, List<Leak> leaks) {
    answers.getOrDefault(question.watch(), new ArrayList<>()).addAll(leaks);
  }
}
