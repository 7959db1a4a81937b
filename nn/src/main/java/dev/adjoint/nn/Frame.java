package dev.adjoint.nn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.adjoint.Program;
import dev.adjoint.Tensor;
import dev.adjoint.Tracing;

/** Where the values of parameters are while a body runs: in a frame, or where the frame around it has them. */
sealed interface Frame {

  /** The present value, a variable. */
  Tensor value(Parameter parameter);

  /** Whether that is what the function being traced itself put there: to that one it is no cell, to be read anew. */
  boolean standsIn(Parameter parameter);

  /** Replaces the value. */
  void set(Parameter parameter, Tensor value);

  /** No frame: every parameter has its own value. */
  record Own() implements Frame {
    @Override
    public Tensor value(Parameter parameter) {
      return parameter.own();
    }

    @Override
    public boolean standsIn(Parameter parameter) {
      return false;
    }

    @Override
    public void set(Parameter parameter, Tensor value) {
      parameter.own(value);
    }
  }

  /**
   * Other tensors, which nobody changes, stand in for the values.
   *
   * @param program the one that was being traced when they were put there
   */
  record StandIns(Map<Parameter, Tensor> values, Optional<Tracing> program, Frame around) implements Frame {
    @Override
    public Tensor value(Parameter parameter) {
      return values.containsKey(parameter) ? values.get(parameter) : around.value(parameter);
    }

    @Override
    public boolean standsIn(Parameter parameter) {
      return values.containsKey(parameter) ? program.equals(Tracing.ofProgram()) : around.standsIn(parameter);
    }

    @Override
    public void set(Parameter parameter, Tensor value) {
      if (values.containsKey(parameter)) {
        throw new IllegalStateException("parameter " + parameter.name() + parameter.shape()
            + " cannot be set while another tensor stands in for its value: what is set would be lost");
      }
      around.set(parameter, value);
    }
  }

  /** The values are in the state of a program between two of its steps; those that are asked for are copied, once. */
  final class State implements Frame {
    private final Program.State state;
    private final List<Parameter> places;
    private final Frame around;
    private final Map<Parameter, Tensor> read = new HashMap<>();

    State(Program.State state, List<Parameter> places, Frame around) {
      this.state = state;
      this.places = places;
      this.around = around;
    }

    @Override
    public Tensor value(Parameter parameter) {
      int place = places.indexOf(parameter);
      return place < 0
          ? around.value(parameter)
          : read.computeIfAbsent(parameter, p -> p.variable(state.cell(place).present()));
    }

    @Override
    public boolean standsIn(Parameter parameter) {
      return !places.contains(parameter) && around.standsIn(parameter);
    }

    @Override
    public void set(Parameter parameter, Tensor value) {
      int place = places.indexOf(parameter);
      if (place < 0) {
        around.set(parameter, value);
      } else {
        state.set(place, value);
        read.put(parameter, value);
      }
    }
  }
}
