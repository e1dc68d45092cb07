package dev.versioned.deployment.leak;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import shark.HeapObject;
import shark.HeapObject.HeapClass;
import shark.HeapObject.HeapInstance;

/**
 * The objects from a root of the heap to a holder, and what it holds.
 *
 * @param chain from the root to the holder; empty if the held object is a root itself
 * @param held the class loader, one of its classes, or an instance of one
 */
record HeapPath(Heap heap, List<HeapObject> chain, HeapObject held) {
  private static final String THREAD = "java.lang.Thread";
  private static final Pattern JDK = Pattern.compile("(java|javax|jdk|sun|com\\.sun)\\..*");
  private static final int STEPS_AT_EACH_END = 12;

  HeapPath {
    chain = List.copyOf(chain);
  }

  /** Returns the objects of the JDK that follow the last one that is not. */
  List<String> ofJdk() {
    List<String> types = new ArrayList<>();
    for (HeapObject object : chain) {
      String type = Heap.type(object);
      if (JDK.matcher(type).matches()) {
        types.add(type);
      } else {
        types.clear();
      }
    }
    return types;
  }

  boolean passes(String type) {
    return chain.stream().anyMatch(object -> Heap.type(object).equals(type));
  }

  /** Returns the last thread of the chain, or the held object if it is one. */
  Optional<HeapInstance> thread() {
    for (int i = chain.size() - 1; i >= 0; i--) {
      if (Heap.is(chain.get(i), THREAD)) {
        return Optional.of((HeapInstance) chain.get(i));
      }
    }
    return Heap.is(held, THREAD) ? Optional.of((HeapInstance) held) : Optional.empty();
  }

  OptionalLong threadId() {
    return thread().stream().mapToLong(HeapInstance::getObjectId).findFirst();
  }

  String threadName() {
    return thread()
        .map(thread -> Heap.text(thread, THREAD, "name").orElse(""))
        .map(name -> "thread \"" + name + '"')
        .orElse("a thread");
  }

  /** Returns the field by which the last object of the chain holds. */
  String field() {
    return chain.isEmpty() ? "" : name(chain.get(chain.size() - 1), held);
  }

  /** Returns the last object of the chain that is not the JDK's, or else the last. */
  String owner() {
    for (int i = chain.size() - 1; i >= 0; i--) {
      if (!JDK.matcher(Heap.type(chain.get(i))).matches()) {
        HeapObject next = i + 1 < chain.size() ? chain.get(i + 1) : held;
        return Heap.type(chain.get(i)) + ", " + name(chain.get(i), next);
      }
    }
    return chain.isEmpty() ? "the JVM" : Heap.type(chain.get(chain.size() - 1)) + ", " + field();
  }

  List<String> steps() {
    List<String> steps = new ArrayList<>();
    HeapObject before = null;
    for (HeapObject object : chain) {
      steps.add(before == null ? root(object) : step(before, object));
      before = object;
    }
    steps.add(before == null ? root(held) : step(before, held));
    int middle = steps.size() - 2 * STEPS_AT_EACH_END;
    if (middle > 1) {
      steps.subList(STEPS_AT_EACH_END, STEPS_AT_EACH_END + middle).clear();
      steps.add(STEPS_AT_EACH_END, "(" + middle + " more)");
    }
    return steps;
  }

  private String step(HeapObject from, HeapObject to) {
    return name(from, to) + ": " + root(to);
  }

  private static String root(HeapObject object) {
    if (Heap.is(object, THREAD)) {
      return Heap.type(object)
          + " \""
          + Heap.text((HeapInstance) object, THREAD, "name").orElse("")
          + '"';
    }
    return (object instanceof HeapClass ? "class " : "") + Heap.type(object);
  }

  private String name(HeapObject from, HeapObject to) {
    // What a thread refers to by no field is on its stack.
    return heap.nameOfReference(from, to.getObjectId()).orElse("local variable");
  }
}
