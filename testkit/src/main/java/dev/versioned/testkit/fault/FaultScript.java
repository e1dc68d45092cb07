package dev.versioned.testkit.fault;

import java.util.List;

/** Decides which call meets which fault. */
@FunctionalInterface
public interface FaultScript {

  /**
   * Returns the fault of a call.
   *
   * @param call the call
   * @return its fault
   */
  Fault at(StoreCall call);

  /**
   * Lets every call pass.
   *
   * @return the script
   */
  static FaultScript none() {
    return call -> Fault.NONE;
  }

  /**
   * Injects a fault into one call: the nth of an operation.
   *
   * @param operation the operation
   * @param nth which call of it, 1 for the first
   * @param fault the fault
   * @return the script
   */
  static FaultScript nth(StoreOperation operation, long nth, Fault fault) {
    return call -> call.operation() == operation && call.nth() == nth ? fault : Fault.NONE;
  }

  /**
   * Injects a fault into one call: the one with this index.
   *
   * @param index the number of calls before it
   * @param fault the fault
   * @return the script
   */
  static FaultScript at(long index, Fault fault) {
    return call -> call.index() == index ? fault : Fault.NONE;
  }

  /**
   * Injects a fault into every call, like an outage.
   *
   * @param fault the fault
   * @return the script
   */
  static FaultScript always(Fault fault) {
    return call -> fault;
  }

  /**
   * Injects faults at random. The same seed gives the same faults to the same sequence of calls.
   *
   * @param seed the seed
   * @param rate the fraction of calls that meet a fault, 0 to 1
   * @param faults the faults to draw from; a call passes if the drawn fault does not concern its
   *     operation
   * @return the script
   */
  static FaultScript seeded(long seed, double rate, List<Fault> faults) {
    List<Fault> choice = List.copyOf(faults);
    return call -> {
      long random = mix(seed + 0x9E3779B97F4A7C15L * (call.index() + 1));
      boolean hit = (random >>> 11) * 0x1.0p-53 < rate;
      return hit
          ? choice.get((int) Long.remainderUnsigned(mix(random), choice.size()))
          : Fault.NONE;
    };
  }

  /**
   * Returns a script that follows this script, and another one where this one lets a call pass.
   *
   * @param other the other script
   * @return the combined script
   */
  default FaultScript and(FaultScript other) {
    return call -> {
      Fault fault = at(call);
      return fault == Fault.NONE ? other.at(call) : fault;
    };
  }

  /** SplitMix64's finisher: maps neighbouring numbers to unrelated numbers. */
  private static long mix(long number) {
    long mixed = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
