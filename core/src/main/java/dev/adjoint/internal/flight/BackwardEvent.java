package dev.adjoint.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One reverse pass over a tape. */
@Name("dev.adjoint.Backward")
@Label("Backward")
@Category("Adjoint")
@Description("A reverse pass computed the gradients of an output")
@Enabled(false)
@StackTrace(false)
public final class BackwardEvent extends Event {
  @Label("Output")
  String output;

  @Label("Nodes")
  int nodes;

  @Label("Gradient Size")
  @Description("All gradients together")
  @DataAmount
  long bytes;

  private BackwardEvent() {}

  /** A pass that begins now. */
  public static BackwardEvent begun() {
    var event = new BackwardEvent();
    event.begin();
    return event;
  }

  static boolean isWanted() {
    return new BackwardEvent().isEnabled();
  }

  /** It ends now. */
  public void ended(Object outputType, int tapeNodes, long gradientBytes) {
    end();
    if (shouldCommit()) {
      output = outputType.toString();
      nodes = tapeNodes;
      bytes = gradientBytes;
      commit();
    }
  }
}
