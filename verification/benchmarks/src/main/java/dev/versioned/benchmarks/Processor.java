package dev.versioned.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;

/**
 * The processor time of processes. On a shared machine it varies less than the time on the clock.
 */
final class Processor {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private Processor() {}

  /** Returns the nanoseconds that all threads of this process have used. */
  static long used() {
    return SYSTEM.getProcessCpuTime();
  }

  /** Returns the nanoseconds that another process has used; 0 if the system does not say. */
  static long used(Optional<ProcessHandle> process) {
    return process.flatMap(one -> one.info().totalCpuDuration()).map(Duration::toNanos).orElse(0L);
  }
}
