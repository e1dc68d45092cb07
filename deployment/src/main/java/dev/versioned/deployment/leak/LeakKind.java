package dev.versioned.deployment.leak;

/** What keeps a closed version's classes in memory. */
public enum LeakKind {
  /** A thread that runs its code, or that its code started. */
  THREAD("end the thread in close()"),
  /** A value in a thread local of a thread that outlives it. */
  THREAD_LOCAL("call ThreadLocal.remove() where the value was set"),
  /** A thread whose context class loader it is: one that inherited it, or was given it. */
  CONTEXT_CLASS_LOADER("end the thread, or set its context class loader back"),
  /** A driver that is registered with {@code java.sql.DriverManager}. */
  JDBC_DRIVER("call DriverManager.deregisterDriver in close()"),
  /** A hook that is registered with {@link Runtime#addShutdownHook}. */
  SHUTDOWN_HOOK("call Runtime.removeShutdownHook in close()"),
  /** A {@link java.util.Timer} that is not cancelled. */
  TIMER("call Timer.cancel() in close()"),
  /** An MBean that is registered with an MBean server. */
  MBEAN("call MBeanServer.unregisterMBean in close()"),
  /** A class in the JVM's cache of resource bundles. */
  RESOURCE_BUNDLE("call ResourceBundle.clearCache(getClass().getClassLoader()) in close()"),
  /** A bean class in the cache of {@code java.beans.Introspector}. */
  INTROSPECTOR("call Introspector.flushCaches() in close()"),
  /** The version's file, open in the JVM's cache of jars that were read by a {@code jar:} URL. */
  JAR_CONNECTION("call URLConnection.setUseCaches(false) before reading a jar: URL"),
  /** A logging level of its own, which a logger of the application is set to. */
  LOGGER_LEVEL("set the logger's level back in close()"),
  /** A virtual thread that waits in its code. */
  VIRTUAL_THREAD("interrupt the virtual thread in close()"),
  /** Something else; the path names it. */
  OTHER("remove the reference in close()");

  private final String remedy;

  LeakKind(String remedy) {
    this.remedy = remedy;
  }

  /**
   * Returns what the artifact's code should do.
   *
   * @return an instruction such as {@code call Timer.cancel() in close()}
   */
  public String remedy() {
    return remedy;
  }
}
