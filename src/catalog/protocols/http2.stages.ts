import { pressedLink } from "../../testing/stage";

export const stages = [pressedLink({})];
