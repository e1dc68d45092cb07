package dev.versioned.deployment.leak;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import shark.HeapObject;
import shark.HeapObject.HeapInstance;

/** Finds jars in the JVM's cache of those that are read by {@code jar:} URLs. */
final class JarCache {
  private static final String JAR_FILE = "sun.net.www.protocol.jar.URLJarFile";
  private static final String CACHE = "sun.net.www.protocol.jar.JarFileFactory";

  private JarCache() {}

  static List<Leak> leaks(HeapSearch search, Heap heap, Set<String> files) {
    List<Leak> leaks = new ArrayList<>();
    if (files.isEmpty()) {
      return leaks;
    }
    for (HeapInstance instance : heap.instancesOf(JAR_FILE)) {
      Optional<String> file = file(instance).filter(files::contains);
      List<HeapObject> chain = search.chain(instance.getObjectIndex());
      if (file.isPresent() && chain.stream().anyMatch(each -> Heap.type(each).equals(CACHE))) {
        leaks.add(
            new Leak(
                LeakKind.JAR_CONNECTION,
                "open file " + file.get(),
                new HeapPath(heap, chain.subList(0, chain.size() - 1), instance).steps()));
      }
    }
    return leaks;
  }

  private static Optional<String> file(HeapInstance jar) {
    // The field was renamed after Java 21.
    return Heap.text(jar, "java.util.zip.ZipFile", "name")
        .or(() -> Heap.text(jar, "java.util.zip.ZipFile", "filePath"));
  }
}
