package dev.adjoint.internal.flight;

import jdk.jfr.FlightRecorder;

/**
 * What Java Flight Recorder is asked to record of us: nothing, unless a recording enables an event by its name, such as {@code
 * -XX:StartFlightRecording:filename=run.jfr,+dev.adjoint.Operation#enabled=true}. Asking costs nothing that could be measured, and
 * a JVM without the module jdk.jfr can do without.
 */
public final class Flight {
  private static final boolean IS_ABOARD = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private Flight() {}

  /** Whether there has been a recording: until then no event need be known to the recorder, which takes a while. */
  private static boolean isBegun() {
    return IS_ABOARD && FlightRecorder.isInitialized();
  }

  /** Whether operations are recorded now. */
  public static boolean recordsOperations() {
    return isBegun() && OperationEvent.isWanted();
  }

  /** Whether reverse passes are recorded now. */
  public static boolean recordsBackward() {
    return isBegun() && BackwardEvent.isWanted();
  }

  /** Whether programs are recorded now as they are made. */
  public static boolean recordsPrograms() {
    return isBegun() && ProgramEvent.isWanted();
  }

  /** Whether traces of compiled functions are recorded now. */
  public static boolean recordsTraces() {
    return isBegun() && TraceEvent.isWanted();
  }

  /** Whether the steps of programs are recorded now. */
  public static boolean recordsSteps() {
    return isBegun() && StepEvent.isWanted();
  }
}
