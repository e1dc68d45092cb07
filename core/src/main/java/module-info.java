/** The model of versions and aliases, and every rule of it. */
@SuppressWarnings("requires-automatic") // ulid-creator has a fixed automatic name, no module-info
module dev.versioned.core {
  requires com.dynatrace.hash4j;
  requires com.github.f4b6a3.ulid;
  requires static jdk.jfr;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports dev.versioned;
  exports dev.versioned.cache;
  exports dev.versioned.directory;
  exports dev.versioned.event;
  exports dev.versioned.fleet;
  exports dev.versioned.maintenance;
  exports dev.versioned.memory;
  exports dev.versioned.model;
  exports dev.versioned.rollout;
  exports dev.versioned.signing;
  exports dev.versioned.spi;
}
