package dev.versioned.examples.live;

/** What the service and the jars of its handler share: the jars implement it. */
public interface Greeter {

  /**
   * Greets someone.
   *
   * @param name a name
   * @return a greeting
   */
  String greet(String name);
}
