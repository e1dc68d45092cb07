package dev.versioned.deployment;

import dev.versioned.model.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The versions that are loaded and may be used. Requests read one array, without a lock.
 *
 * <p>A version leaves when a change of the routing no longer wants it. One that was prepared for a
 * later change is kept over the change before it.
 */
final class LoadedVersions<T> {
  private final Lock changing = new ReentrantLock();
  private final Consumer<Loaded<T>> retire;

  /** Never changed, only replaced. */
  private volatile List<Loaded<T>> all = List.of();

  private long time;
  private long lastChange;

  /**
   * Makes the set, empty.
   *
   * @param retire receives each version that leaves, after no request can find it
   */
  LoadedVersions(Consumer<Loaded<T>> retire) {
    this.retire = retire;
  }

  /** Returns a version, if it is loaded. */
  @Nullable Loaded<T> find(Version version) {
    List<Loaded<T>> now = all;
    // Not an iterator: this is on the path of each request.
    for (int i = 0, size = now.size(); i < size; i++) {
      Loaded<T> loaded = now.get(i);
      if (loaded.isOf(version)) {
        return loaded;
      }
    }
    return null;
  }

  /** Returns all versions that are loaded. */
  List<Loaded<T>> all() {
    return all;
  }

  /** Returns the versions that are not loaded, and keeps the others over the next change. */
  List<Version> missing(Collection<Version> wanted) {
    changing.lock();
    try {
      time++;
      List<Version> missing = new ArrayList<>();
      for (Version version : wanted) {
        Loaded<T> loaded = find(version);
        if (loaded == null) {
          missing.add(version);
        } else {
          loaded.want(time);
        }
      }
      return missing;
    } finally {
      changing.unlock();
    }
  }

  /** Adds a version, which is kept over the next change. */
  void add(Loaded<T> loaded) {
    changing.lock();
    try {
      loaded.want(++time);
      List<Loaded<T>> next = new ArrayList<>(all);
      next.add(loaded);
      all = List.copyOf(next);
    } finally {
      changing.unlock();
    }
  }

  /** Keeps the versions that the routing wants from now on, and those prepared since the last. */
  void change(Collection<Version> wanted) {
    changing.lock();
    try {
      long now = ++time;
      for (Version version : wanted) {
        Loaded<T> loaded = find(version);
        if (loaded != null) {
          loaded.adopt(version);
          loaded.want(now);
        }
      }
      // rule: version-prepared-for-later-is-kept
      keep(lastChange);
      lastChange = now;
    } finally {
      changing.unlock();
    }
  }

  /** Removes the versions that are loaded, and that neither the routing nor these wait for. */
  void dropUnwanted(Collection<Version> wanted, Collection<Version> routedTo) {
    changing.lock();
    try {
      long now = ++time;
      for (Loaded<T> loaded : all) {
        if (wanted.stream().anyMatch(loaded::isOf) || routedTo.stream().anyMatch(loaded::isOf)) {
          loaded.want(now);
        }
      }
      keep(now - 1);
    } finally {
      changing.unlock();
    }
  }

  /** Removes all versions. */
  void clear() {
    changing.lock();
    try {
      keep(Long.MAX_VALUE);
    } finally {
      changing.unlock();
    }
  }

  /** Keeps the versions that were wanted after a time. */
  private void keep(long after) {
    List<Loaded<T>> kept = new ArrayList<>();
    List<Loaded<T>> gone = new ArrayList<>();
    for (Loaded<T> loaded : all) {
      (loaded.wantedAt() > after ? kept : gone).add(loaded);
    }
    all = List.copyOf(kept);
    for (Loaded<T> loaded : gone) {
      loaded.users().retire();
      retire.accept(loaded);
    }
  }
}
