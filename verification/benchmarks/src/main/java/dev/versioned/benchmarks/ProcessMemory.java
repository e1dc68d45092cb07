package dev.versioned.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** Watches the memory of this process from the object's creation on. */
final class ProcessMemory {
  private static final double MIB = 1 << 20;

  private final Set<String> heapPools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .map(MemoryPoolMXBean::getName)
          .collect(Collectors.toSet());
  private final AtomicLong heap = new AtomicLong();
  private final AtomicLong live = new AtomicLong();

  private ProcessMemory() {}

  static ProcessMemory watch() {
    ProcessMemory memory = new ProcessMemory();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, handback) ->
                  memory.collected(
                      GarbageCollectionNotificationInfo.from(
                              (CompositeData) notification.getUserData())
                          .getGcInfo()),
              null,
              null);
    }
    return memory;
  }

  /** The heap is fullest when a collection begins. */
  private void collected(GcInfo info) {
    heap.accumulateAndGet(used(info.getMemoryUsageBeforeGc()), Math::max);
    live.accumulateAndGet(used(info.getMemoryUsageAfterGc()), Math::max);
  }

  private long used(java.util.Map<String, java.lang.management.MemoryUsage> pools) {
    return pools.entrySet().stream()
        .filter(pool -> heapPools.contains(pool.getKey()))
        .mapToLong(pool -> pool.getValue().getUsed())
        .sum();
  }

  /** Returns limit, peak, live peak and resident peak, in MiB. */
  double[] peaks() throws IOException {
    long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new double[] {
      Runtime.getRuntime().maxMemory() / MIB,
      heap.accumulateAndGet(now, Math::max) / MIB,
      live.get() / MIB,
      resident() / 1024.0
    };
  }

  /** Returns the resident memory in KiB; only Linux provides it as a file. */
  private static long resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }

  Results.Memory peaks(String scenario, String contender) throws IOException {
    double[] mib = peaks();
    return new Results.Memory(scenario, contender, mib[0], mib[1], mib[2], mib[3]);
  }
}
