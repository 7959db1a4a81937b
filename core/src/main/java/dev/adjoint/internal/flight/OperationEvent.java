package dev.adjoint.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One operation on tensors that have values. */
@Name("dev.adjoint.Operation")
@Label("Operation")
@Category("Adjoint")
@Description("An operation computed its result, outside of a program")
@Enabled(false)
@StackTrace(false)
public final class OperationEvent extends Event {
  @Label("Operation")
  String operation;

  @Label("Inputs")
  String inputs;

  @Label("Result")
  String result;

  @Label("Result Size")
  @DataAmount
  long bytes;

  private OperationEvent() {}

  /** An operation that begins now. */
  public static OperationEvent begun() {
    var event = new OperationEvent();
    event.begin();
    return event;
  }

  static boolean isWanted() {
    return new OperationEvent().isEnabled();
  }

  /** It ends now. */
  public void ended(String name, Object inputTypes, Object resultType, long resultBytes) {
    end();
    if (shouldCommit()) {
      operation = name;
      inputs = inputTypes.toString();
      result = resultType.toString();
      bytes = resultBytes;
      commit();
    }
  }
}
