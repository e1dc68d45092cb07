package dev.versioned.deployment.leak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import shark.GcRoot;
import shark.HeapObject;

/**
 * Searches a heap, breadth first from the roots, for the objects outside class loaders that refer
 * to them, their classes or instances of these. The search does not enter these, so each holder is
 * found once, by its shortest path. One search serves several class loaders.
 */
final class HeapSearch {
  private static final int UNSEEN = -2;
  private static final int ROOT = -1;
  private static final int MOST_HOLDERS = 1_000;

  private final Heap heap;
  private final int[] from;
  private final int[] queue;
  private int first;
  private int end;
  private final Map<Long, List<Edge>> holders = new HashMap<>();
  private final List<Edge> soft = new ArrayList<>();
  private final Map<Integer, Integer> threads = new HashMap<>();

  /** A reference: from an object, or {@link #ROOT}, to an object. */
  private record Edge(int holder, int held) {}

  /** Searches for what holds the class loaders of these ids. */
  HeapSearch(Heap heap, Set<Long> loaders) {
    this.heap = heap;
    this.from = new int[heap.size()];
    this.queue = new int[heap.size()];
    Arrays.fill(from, UNSEEN);
    loaders.forEach(loader -> holders.put(loader, new ArrayList<>()));
    start();
    follow();
  }

  /** Returns what holds a class loader strongly, and not only through another one. */
  List<HeapPath> holders(long loader) {
    return holders.getOrDefault(loader, List.of()).stream()
        .map(edge -> new HeapPath(heap, chain(edge.holder()), heap.at(edge.held())))
        .toList();
  }

  /** Continues with what the class loaders found so far hold themselves. */
  void enterFound() {
    for (List<Edge> edges : List.copyOf(holders.values())) {
      for (Edge edge : List.copyOf(edges)) {
        enter(edge.holder(), edge.held());
      }
    }
    holders.values().removeIf(edges -> !edges.isEmpty());
    follow();
  }

  /** Continues with what is held softly. */
  void followSoft() {
    // The list grows: what is reached softly has soft references too.
    for (int i = 0; i < soft.size(); i++) {
      reach(soft.get(i).holder(), heap.at(soft.get(i).held()));
      follow();
    }
  }

  private void start() {
    for (GcRoot root : heap.roots()) {
      if (root instanceof GcRoot.ThreadObject thread) {
        HeapObject object = heap.find(thread.getId());
        if (object != null) {
          threads.put(thread.getThreadSerialNumber(), object.getObjectIndex());
          reach(ROOT, object);
        }
      }
    }
    for (GcRoot root : heap.roots()) {
      HeapObject object = heap.find(root.getId());
      // A monitor does not hold its object.
      if (object != null
          && !(root instanceof GcRoot.MonitorUsed || root instanceof GcRoot.JniMonitor)) {
        reach(threadOf(root), object);
      }
    }
  }

  private int threadOf(GcRoot root) {
    int thread = ROOT;
    if (root instanceof GcRoot.JavaFrame frame) {
      thread = threads.getOrDefault(frame.getThreadSerialNumber(), ROOT);
    } else if (root instanceof GcRoot.JniLocal local) {
      thread = threads.getOrDefault(local.getThreadSerialNumber(), ROOT);
    }
    return thread;
  }

  private void follow() {
    while (first < end) {
      int holder = queue[first++];
      heap.references(heap.at(holder), (name, id, strength) -> follow(holder, id, strength));
    }
  }

  private void follow(int holder, long id, Strength strength) {
    HeapObject held = id == 0 || strength == Strength.WEAK ? null : heap.find(id);
    if (held != null) {
      if (strength == Strength.SOFT) {
        soft.add(new Edge(holder, held.getObjectIndex()));
      } else {
        reach(holder, held);
      }
    }
  }

  private void reach(int holder, HeapObject held) {
    int index = held.getObjectIndex();
    if (from[index] != UNSEEN) {
      return;
    }
    List<Edge> edges = holders.get(held.getObjectId());
    if (edges == null) {
      edges = holders.get(heap.loader(held));
    }
    if (edges == null) {
      enter(holder, index);
    } else {
      boolean again = !edges.isEmpty() && edges.get(edges.size() - 1).holder() == holder;
      if (edges.size() < MOST_HOLDERS && (holder == ROOT || !again)) {
        edges.add(new Edge(holder, index));
      }
    }
  }

  private void enter(int holder, int index) {
    if (from[index] == UNSEEN) {
      from[index] = holder;
      queue[end++] = index;
    }
  }

  /** Returns the objects from a root to one, or none if it is not reached. */
  List<HeapObject> chain(int index) {
    List<HeapObject> chain = new ArrayList<>();
    for (int at = index; at >= 0; at = from[at]) {
      if (from[at] == UNSEEN) {
        return List.of();
      }
      chain.add(0, heap.at(at));
    }
    return chain;
  }
}
