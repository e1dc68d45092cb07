package dev.versioned.deployment.leak;

import dev.versioned.deployment.loader.OpenJars;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Finds holders that can be seen without a heap dump: threads and MBeans. */
final class Probes {
  private static final String TIMER_THREAD = "java.util.TimerThread";

  private Probes() {}

  static List<Leak> holders(WatchedLoader watched) {
    List<Leak> leaks = new ArrayList<>();
    ClassLoader loader = watched.get();
    if (loader != null) {
      Thread.getAllStackTraces().forEach((thread, stack) -> examine(thread, stack, loader, leaks));
      for (MBeanServer server : MBeanServerFactory.findMBeanServer(null)) {
        examine(server, loader, leaks);
      }
    }
    return leaks;
  }

  private static void examine(
      Thread thread, StackTraceElement[] stack, ClassLoader loader, List<Leak> leaks) {
    String name = "thread \"" + thread.getName() + '"';
    if (thread.getClass().getClassLoader() == loader || runs(stack, loader)) {
      leaks.add(new Leak(LeakKind.THREAD, name, List.of()));
    } else if (thread.getContextClassLoader() == loader) {
      boolean timer = thread.getClass().getName().equals(TIMER_THREAD);
      leaks.add(new Leak(timer ? LeakKind.TIMER : LeakKind.CONTEXT_CLASS_LOADER, name, List.of()));
    }
  }

  private static boolean runs(StackTraceElement[] stack, ClassLoader loader) {
    // A frame names its class loader by name only, which is unique for ours.
    if (!OpenJars.isOfAJar(loader)) {
      return false;
    }
    for (StackTraceElement frame : stack) {
      if (Objects.equals(frame.getClassLoaderName(), loader.getName())) {
        return true;
      }
    }
    return false;
  }

  private static void examine(MBeanServer server, ClassLoader loader, List<Leak> leaks) {
    Set<ObjectName> names = server.queryNames(null, null);
    for (ObjectName name : names) {
      if (classLoader(server, name) == loader) {
        leaks.add(new Leak(LeakKind.MBEAN, "MBean " + name, List.of()));
      }
    }
  }

  private static @Nullable ClassLoader classLoader(MBeanServer server, ObjectName name) {
    try {
      return server.getClassLoaderFor(name);
    } catch (InstanceNotFoundException unregisteredMeanwhile) {
      return null;
    }
  }
}
