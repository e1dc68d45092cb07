package dev.versioned.deployment.leak;

import java.util.Set;

/**
 * What a heap dump should say of a class loader.
 *
 * @param watch the class loader
 * @param holders whether to find what holds it
 * @param openFiles its jars that are open
 */
record HeapQuestion(Watch watch, boolean holders, Set<String> openFiles) {
  HeapQuestion {
    openFiles = Set.copyOf(openFiles);
  }
}
