package dev.versioned.deployment.leak;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells by the objects on a path what kind of leak it is. */
final class HeapLeaks {
  private static final int MOST = 20;

  /** A thread of these kinds is the artifact's own: its other references go away with it. */
  private static final Set<LeakKind> OWN_THREADS =
      EnumSet.of(LeakKind.THREAD, LeakKind.TIMER, LeakKind.VIRTUAL_THREAD, LeakKind.SHUTDOWN_HOOK);

  private static final Set<LeakKind> OF_THREADS =
      EnumSet.of(LeakKind.THREAD_LOCAL, LeakKind.CONTEXT_CLASS_LOADER);

  private static final Set<LeakKind> CACHES =
      EnumSet.of(LeakKind.RESOURCE_BUNDLE, LeakKind.INTROSPECTOR);

  private static final Set<String> RUNS =
      Set.of(
          "java.lang.Thread$FieldHolder",
          "java.lang.VirtualThread$VThreadContinuation",
          "java.lang.VirtualThread$VThreadContinuation$1",
          "java.security.AccessControlContext");

  private static final Map<String, LeakKind> BY_TYPE = new LinkedHashMap<>();

  static {
    BY_TYPE.put("java.lang.ApplicationShutdownHooks", LeakKind.SHUTDOWN_HOOK);
    BY_TYPE.put("java.util.TimerThread", LeakKind.TIMER);
    BY_TYPE.put("java.util.TaskQueue", LeakKind.TIMER);
    BY_TYPE.put("java.sql.Driver", LeakKind.JDBC_DRIVER);
    BY_TYPE.put("com.sun.jmx.", LeakKind.MBEAN);
    BY_TYPE.put("javax.management.", LeakKind.MBEAN);
    BY_TYPE.put("java.util.ResourceBundle", LeakKind.RESOURCE_BUNDLE);
    BY_TYPE.put("java.beans.", LeakKind.INTROSPECTOR);
    BY_TYPE.put("com.sun.beans.", LeakKind.INTROSPECTOR);
  }

  private HeapLeaks() {}

  private record Found(LeakKind kind, HeapPath path) {}

  static List<Leak> of(List<HeapPath> paths) {
    List<Found> found = paths.stream().map(path -> new Found(kind(path), path)).toList();
    Set<Long> own = new HashSet<>();
    for (Found each : found) {
      if (OWN_THREADS.contains(each.kind())) {
        each.path().threadId().ifPresent(own::add);
      }
    }
    return leaks(
        found.stream()
            .filter(
                each ->
                    !OF_THREADS.contains(each.kind())
                        || each.path().threadId().stream().noneMatch(own::contains))
            .toList());
  }

  /** Returns those leaks that are the JVM's caches: what else is held softly is no leak. */
  static List<Leak> ofCaches(List<HeapPath> paths) {
    return leaks(
        paths.stream()
            .map(path -> new Found(kind(path), path))
            .filter(each -> CACHES.contains(each.kind()))
            .toList());
  }

  private static List<Leak> leaks(List<Found> found) {
    Map<String, Leak> leaks = new LinkedHashMap<>();
    for (Found each : found) {
      String holder = holder(each);
      if (leaks.size() < MOST) {
        leaks.computeIfAbsent(
            each.kind() + holder, key -> new Leak(each.kind(), holder, each.path().steps()));
      }
    }
    return new ArrayList<>(leaks.values());
  }

  private static LeakKind kind(HeapPath path) {
    if (path.passes("java.lang.ThreadLocal$ThreadLocalMap")) {
      return LeakKind.THREAD_LOCAL;
    }
    List<String> types = path.ofJdk();
    for (Map.Entry<String, LeakKind> each : BY_TYPE.entrySet()) {
      if (types.stream().anyMatch(type -> type.startsWith(each.getKey()))) {
        return each.getValue();
      }
    }
    if (Heap.is(path.held(), "java.util.logging.Level")
        && types.stream().anyMatch(type -> type.startsWith("java.util.logging."))) {
      return LeakKind.LOGGER_LEVEL;
    }
    return isOfThread(path, types) ? ofThread(path) : LeakKind.OTHER;
  }

  private static boolean isOfThread(HeapPath path, List<String> types) {
    if (path.thread().isEmpty()) {
      return false;
    }
    // The thread itself, what it runs, or a local variable.
    return path.chain().isEmpty()
        || Heap.is(path.chain().get(path.chain().size() - 1), "java.lang.Thread")
        || types.stream().anyMatch(RUNS::contains);
  }

  private static LeakKind ofThread(HeapPath path) {
    if (path.field().equals("contextClassLoader")) {
      return LeakKind.CONTEXT_CLASS_LOADER;
    }
    boolean virtual =
        path.thread().stream().anyMatch(thread -> Heap.is(thread, "java.lang.BaseVirtualThread"));
    return virtual ? LeakKind.VIRTUAL_THREAD : LeakKind.THREAD;
  }

  private static String holder(Found found) {
    HeapPath path = found.path();
    String type = Heap.type(path.held());
    return switch (found.kind()) {
      case THREAD, THREAD_LOCAL, CONTEXT_CLASS_LOADER, TIMER -> path.threadName();
      case VIRTUAL_THREAD -> "virtual " + path.threadName();
      case SHUTDOWN_HOOK -> "hook " + path.threadName();
      case JDBC_DRIVER -> "driver " + type;
      case MBEAN -> "MBean of " + type;
      case RESOURCE_BUNDLE -> "bundle " + type;
      case INTROSPECTOR -> "bean " + type;
      case LOGGER_LEVEL -> "level " + type;
      case JAR_CONNECTION, OTHER -> path.owner();
    };
  }
}
