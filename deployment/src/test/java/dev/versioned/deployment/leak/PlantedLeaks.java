package dev.versioned.deployment.leak;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Logger;

/** Artifacts with one leak each, which their close method forgets. */
public final class PlantedLeaks {
  /** A list of the application, in which an artifact leaves itself. */
  public static final Queue<Object> REGISTRY = new ConcurrentLinkedQueue<>();

  /** A logger of the application, which keeps it. */
  static final Logger LOGGER = Logger.getLogger("dev.versioned.deployment.planted");

  private PlantedLeaks() {}

  static Set<LeakKind> kinds() {
    Set<LeakKind> kinds = EnumSet.allOf(LeakKind.class);
    if (Runtime.version().feature() < 21) {
      kinds.remove(LeakKind.VIRTUAL_THREAD);
    }
    return kinds;
  }

  static String className(LeakKind kind) {
    StringBuilder name = new StringBuilder("acme.");
    for (String word : kind.name().split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.append("Leak").toString();
  }

  static Map<String, String> sources() {
    Map<String, String> sources = new LinkedHashMap<>();
    for (LeakKind kind : kinds()) {
      String name = className(kind);
      String simple = name.substring("acme.".length());
      sources.put(
          name,
          "package acme; public class "
              + simple
              + " implements dev.versioned.deployment.loader.Handler {\n"
              + " public String handle(String request) throws Exception {\n"
              + body(kind).replace("SELF", simple)
              + "\n return request; }\n"
              + members(kind).replace("SELF", simple)
              + "}");
    }
    return sources;
  }

  private static String body(LeakKind kind) {
    return switch (kind) {
      case THREAD ->
          """
          Thread thread = new Thread(() -> {
            try { Thread.sleep(600_000); } catch (InterruptedException end) { }
          }, "planted thread");
          thread.setDaemon(true);
          thread.start();
          """;
      case THREAD_LOCAL -> "VALUE.set(this);";
      case CONTEXT_CLASS_LOADER ->
          "Thread.currentThread().setContextClassLoader(getClass().getClassLoader());";
      case JDBC_DRIVER -> "java.sql.DriverManager.registerDriver(new Driver());";
      case SHUTDOWN_HOOK ->
          """
          Runtime.getRuntime().addShutdownHook(
              new Thread(() -> System.getProperty("x"), "planted hook"));
          """;
      case TIMER ->
          """
          new java.util.Timer("planted timer", true).schedule(new java.util.TimerTask() {
            @Override public void run() { }
          }, 600_000);
          """;
      case MBEAN ->
          """
          java.lang.management.ManagementFactory.getPlatformMBeanServer().registerMBean(
              new Counter(), new javax.management.ObjectName("acme:type=Counter"));
          """;
      case RESOURCE_BUNDLE ->
          """
          java.util.ResourceBundle.getBundle("acme.SELF$Words", java.util.Locale.ROOT,
              getClass().getClassLoader());
          """;
      case INTROSPECTOR -> "java.beans.Introspector.getBeanInfo(Bean.class);";
      case JAR_CONNECTION ->
          """
          java.net.URL jar = getClass().getProtectionDomain().getCodeSource().getLocation();
          new java.net.URL("jar:" + jar + "!/acme/SELF.class").openStream().close();
          """;
      case LOGGER_LEVEL ->
          """
          java.util.logging.Logger.getLogger("dev.versioned.deployment.planted")
              .setLevel(new Chatty());
          """;
      case VIRTUAL_THREAD ->
          """
          Thread.ofVirtual().name("planted virtual").start(() -> {
            try { Thread.sleep(600_000); } catch (InterruptedException end) { }
          });
          """;
      case OTHER -> "dev.versioned.deployment.leak.PlantedLeaks.REGISTRY.add(this);";
    };
  }

  private static String members(LeakKind kind) {
    return switch (kind) {
      case THREAD_LOCAL -> "private static final ThreadLocal<Object> VALUE = new ThreadLocal<>();";
      case JDBC_DRIVER ->
          """
          static class Driver implements java.sql.Driver {
            public java.sql.Connection connect(String url, java.util.Properties all) {
              return null;
            }
            public boolean acceptsURL(String url) { return false; }
            public java.sql.DriverPropertyInfo[] getPropertyInfo(
                String url, java.util.Properties all) {
              return new java.sql.DriverPropertyInfo[0];
            }
            public int getMajorVersion() { return 1; }
            public int getMinorVersion() { return 0; }
            public boolean jdbcCompliant() { return false; }
            public java.util.logging.Logger getParentLogger() { return null; }
          }
          """;
      case MBEAN ->
          """
          public interface CounterMBean { int getCount(); }
          public static class Counter implements CounterMBean {
            public int getCount() { return 1; }
          }
          """;
      case RESOURCE_BUNDLE ->
          """
          public static class Words extends java.util.ListResourceBundle {
            protected Object[][] getContents() { return new Object[][] {{"a", "b"}}; }
          }
          """;
      case INTROSPECTOR ->
          """
          public static class Bean {
            public String getName() { return "a"; }
            public void setName(String name) { }
          }
          """;
      case LOGGER_LEVEL ->
          """
          static class Chatty extends java.util.logging.Level {
            Chatty() { super("CHATTY", 850); }
          }
          """;
      default -> "";
    };
  }

  static String holder(LeakKind kind) {
    return switch (kind) {
      case THREAD -> "planted thread";
      case THREAD_LOCAL -> "\"pool-of-the-application";
      case CONTEXT_CLASS_LOADER -> "\"other-pool-of-the-application";
      case JDBC_DRIVER -> "acme.JdbcDriverLeak$Driver";
      case SHUTDOWN_HOOK -> "planted hook";
      case TIMER -> "planted timer";
      case MBEAN -> "acme:type=Counter";
      case RESOURCE_BUNDLE -> "acme.ResourceBundleLeak$Words";
      case INTROSPECTOR -> "acme.IntrospectorLeak$Bean";
      case JAR_CONNECTION -> "JAR_CONNECTION.jar";
      case LOGGER_LEVEL -> "acme.LoggerLevelLeak$Chatty";
      case VIRTUAL_THREAD -> "planted virtual";
      case OTHER -> PlantedLeaks.class.getName();
    };
  }
}
