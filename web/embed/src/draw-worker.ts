/** The core's worker for `<cc-code>`, with the holder's module: it reads nothing. */
import create from '@citycode/wasm/glue/holder';
import { Role } from '@citycode/wasm/role';
import { answerWith } from '@citycode/wasm/worker/answering';
import { hostWith } from './own-host.js';

answerWith(hostWith(create), (binding) => [new Role(binding)]);
