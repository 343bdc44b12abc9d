/** A part that is drawn again only when one of its properties is another: rows that stay while others scroll by. */
import { Component, type ComponentChild, type ComponentType, h } from "preact";

export function unchanged<Props extends object>(Part: ComponentType<Props>): ComponentType<Props> {
  return class Unchanged extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      const names = Object.keys(next) as (keyof Props)[];
      return names.some((name) => name !== ("children" as keyof Props) && next[name] !== this.props[name]);
    }

    override render(): ComponentChild {
      return h(Part as ComponentType<object>, this.props as object);
    }
  };
}
